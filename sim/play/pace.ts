/** `max`: as fast as it can. A number: so many virtual seconds pass in one real second. */
export type Pace = 'max' | number;

/** A hook for the run that sleeps in real time; undefined where there is nothing to wait for. */
export const paceOf = (pace: Pace, start: number): ((next: number) => Promise<void> | undefined) | undefined => {
  if (pace === 'max') return undefined;
  const began = performance.now();
  return (next) => {
    const ahead = (next - start) / pace - (performance.now() - began);
    return ahead > SHORTEST_SLEEP_MS ? new Promise((resolve) => setTimeout(resolve, ahead)) : undefined;
  };
};

/** Shorter sleeps than this cost more than they show. */
const SHORTEST_SLEEP_MS = 4;
