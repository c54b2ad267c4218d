/** `10.2 %`, `0.05 %`: two digits below one percent, one above. */
export const percent = (ratio: number): string => {
  const hundredths = ratio * 100;
  return `${Number(hundredths.toFixed(hundredths < 1 ? 2 : 1))} %`;
};

/** At most four characters up to 99,999: `2702`, `45k`. */
export const briefCount = (count: number): string => (count < 10_000 ? `${count}` : `${Math.round(count / 1_000)}k`);

/** At most five characters: `181ms`, `1.20s`. */
export const briefMs = (ms: number): string => (ms < 999.5 ? `${Math.round(ms)}ms` : `${(ms / 1_000).toFixed(2)}s`);

/** `0.9 s`, `2 min 5 s`. */
export const duration = (ms: number): string => {
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1_000);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
};

/** `+02:05`; `-00:48` before `zero`; the UTC clock `10:06Z` where nobody knows the zero yet. */
export const sinceFault = (at: number, zero: number | undefined): string => {
  if (zero === undefined) return `${new Date(at).toISOString().slice(11, 16)}Z`;
  const seconds = Math.trunc((at - zero) / 1_000);
  const of = Math.abs(seconds);
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(of / 60))}:${two(of % 60)}`;
};

/** `12,345`. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

const two = (count: number): string => String(count).padStart(2, '0');
