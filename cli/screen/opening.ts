import type { Paint, Tone } from './paint.ts';
import { wrap } from './wrap.ts';

/** What is played, told before its first line. */
export type Opening = {
  readonly scenario: string;
  readonly title: string;
  /** The endpoint that the story is about. */
  readonly endpoint: string;
  /** Name of its stable variant; `stable` where nothing is said. */
  readonly stable?: string;
  /** What the alarms allow; those that are not named are learnt when they go off. */
  readonly guards?: readonly { readonly alarm: string; readonly threshold: number }[];
  /** Epoch milliseconds of virtual time at which the story begins. */
  readonly startsAt?: number;
};

export const openingRows = (opening: Opening, width: number, paint: Paint): readonly string[] => {
  const shown = (text: string, tone: Tone): readonly string[] => wrap(text, width).map((row) => paint(tone, row));
  return [
    ...shown(`${opening.scenario}: ${opening.title}`, 'strong'),
    ...shown(
      `Endpoint ${opening.endpoint}, guarded by what cdk deploy would create. ${clockWords(opening)}Times are virtual: minutes:seconds since the fault. A ! marks what a guard does not allow.`,
      'quiet',
    ),
    '',
  ];
};

const clockWords = ({ startsAt }: Opening): string => {
  if (startsAt === undefined) return '';
  const [date = '', time = ''] = new Date(startsAt).toISOString().split('T');
  return `It is ${date} ${time.slice(0, 8)} UTC. `;
};
