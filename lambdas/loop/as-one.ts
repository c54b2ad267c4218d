/** Who asks while an answer is on its way gets that one: the looks of a sweep are many in a storm, and SSM's quota is small. */
export const asOne = <Answer>(ask: () => Promise<Answer>): (() => Promise<Answer>) => {
  let underWay: Promise<Answer> | undefined;
  return () => {
    underWay ??= ask().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
};
