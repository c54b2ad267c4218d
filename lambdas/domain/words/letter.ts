/**
 * What on-call reads, as facts in the order in which someone just woken asks for them. Rendered as an email by `asText`
 * and for Slack by `asBlocks`; it travels on the topic as JSON.
 */
export type Letter = {
  readonly version: 1;
  readonly endpoint: string;
  /** Absent for a letter that belongs to no incident: the endpoint is unguarded. */
  readonly incident?: { readonly id: string; readonly number: number; readonly last: boolean };
  /** Present: it tells of many incidents at once. */
  readonly storm?: StormFacts;
  /** One line, at most 100 ASCII characters: SNS takes no more as a subject. */
  readonly headline: string;
  readonly tone: 'acting' | 'needs-you' | 'good' | 'bad' | 'drill';
  readonly seen: string;
  readonly done: string;
  readonly means: string;
  readonly next: string;
  /** A plain AWS CLI command that needs no clone of anything. */
  readonly command: string;
  /** Of what there is more than one: a line each; of a storm, the most urgent first. */
  readonly lines?: readonly string[];
  /** Lines for the code that the endpoint is deployed from. Nobody needs them at night, so they come last. */
  readonly code?: string;
};

/** Of a storm letter. `tells`: how many incidents it is the letter of. `audience`: endpoints whose readers get it. */
export type StormFacts = {
  readonly since: number;
  readonly tells: number;
  readonly last: boolean;
  readonly audience: readonly string[];
};

/** The parts of a letter that depend on what became of the incident. */
export type Core = Pick<Letter, 'headline' | 'tone' | 'done' | 'means' | 'next' | 'command' | 'code'>;

const SUBJECT_LENGTH = 99;

/** SNS refuses a subject with line breaks, control characters, or anything that is not ASCII. */
export const asSubject = (headline: string): string =>
  headline
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, SUBJECT_LENGTH)
    .trimEnd();

/** Failure reasons and error messages may be shaped by strangers: a line break or a bidi mark in one could fake a line of ours. */
export const asLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

export const ABOVE_CODE = 'Before the next deployment of the endpoint, make its code agree';

export const aboveLines = ({ storm }: Pick<Letter, 'storm'>): string =>
  storm === undefined ? 'Each of them' : 'The most urgent first, and of those the largest';

export const asText = (letter: Letter): string =>
  [
    letter.headline,
    '',
    `What was seen:   ${letter.seen}`,
    `What was done:   ${letter.done}`,
    `What it means:   ${letter.means}`,
    `What to do next: ${letter.next}`,
    '',
    letter.command,
    '',
    ...(letter.lines === undefined ? [] : [`${aboveLines(letter)}:`, ...letter.lines.map((line) => `- ${line}`), '']),
    ...(letter.code === undefined ? [] : [`${ABOVE_CODE}:`, letter.code, '']),
    footer(letter),
  ].join('\n');

export const footer = ({ incident, storm, endpoint }: Letter): string => {
  if (storm !== undefined)
    return `Storm letter${storm.last ? ', the last one' : ': one a minute at the most, and only while something changes'}.`;
  return incident === undefined
    ? `Endpoint ${endpoint}. Sent once, and again daily while it lasts.`
    : `Incident ${incident.id}, message ${incident.number}${incident.last ? ', the last one' : ''}.`;
};
