/**
 * Waits until each has ended, and only then fails if one has. What goes on once the function has returned is frozen with
 * its container, and thaws in the midst of another event.
 */
export const allOver = async (work: readonly Promise<unknown>[], what: string): Promise<void> => {
  const failures = (await Promise.allSettled(work)).flatMap((one) =>
    one.status === 'rejected' ? [one.reason as unknown] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${work.length} ${what} failed`);
};
