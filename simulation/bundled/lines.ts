import type { Line } from './recording.ts';
import { differenceIn } from './same.ts';

/** What adapters and the handler say, of which the memory has none. */
const NOT_THE_LOOPS = new Set([
  'accounted',
  'drill order unreadable',
  'failed',
  'freeze switch unreadable',
  'history unreadable',
  'ledger not written',
  'ledger unreadable',
  'left to the next sweep',
  'metrics unreadable',
  'mute rules unreadable',
  'recorded',
  'triggered',
  'volumes unreadable',
]);

const isTheLoops = ({ message, facts }: Line): boolean =>
  !NOT_THE_LOOPS.has(message) && !(message === 'answer rejected' && JSON.stringify(facts).includes('"unreadable"'));

/** Compares what the loop logged, verdicts above all, in whatever order looks that go on together wrote it. */
export const linesDiffer = (
  expected: readonly Line[],
  output: readonly string[],
): { readonly what?: string; readonly verdicts: number } => {
  const [wanted, got] = [expected.map(asJson), output.join('').split('\n').flatMap(lineIn)].map((lines) =>
    lines.filter(isTheLoops).toSorted(byText),
  );
  const verdicts = (got ?? []).filter(({ message }) => message === 'decided').length;
  const what = differenceIn(wanted, got);
  return { verdicts, ...(what !== undefined && { what: `its log, line ${what}` }) };
};

const asJson = ({ message, facts }: Line): Line => JSON.parse(JSON.stringify({ message, facts })) as Line;

const lineIn = (text: string): readonly Line[] => {
  if (!text.startsWith('{')) return [];
  const { message, ...facts } = JSON.parse(text) as { readonly message: string };
  return [{ message, facts }];
};

const byText = (one: Line, other: Line): number => (keyOf(one) < keyOf(other) ? -1 : 1);

/** Without what may be a millisecond apart. */
const keyOf = ({ message, facts }: Line): string => {
  const { endpoint, verdict } = facts as { readonly endpoint?: string; readonly verdict?: string };
  return `${message} ${endpoint} ${verdict}`;
};
