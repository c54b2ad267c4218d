/** SageMaker takes a few calls a second of an account, and others need some of them. */
const AT_ONCE = 5;

/** One answer for each, in their order, a few at a time. */
export const inTurns = async <Thing, Answer>(
  things: readonly Thing[],
  ask: (thing: Thing) => Promise<Answer>,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (let first = 0; first < things.length; first += AT_ONCE)
    answers.push(...(await Promise.all(things.slice(first, first + AT_ONCE).map(ask))));
  return answers;
};
