import type { EndpointConfig, RollbackConfig, Tell } from '../../../infra/config/shape.ts';
import { wrap } from '../../screen/wrap.ts';
import { sharePhrase } from './choose.ts';
import { configOf, type Entry } from './entry.ts';
import { whyErrors, whyLatency, whyMinRequests } from './reasons.ts';

/** As Biome formats it, so that the owner's first save changes nothing. */

const WIDTH = 120;

export type Written = {
  readonly tell: Tell;
  readonly entries: readonly Entry[];
  /** Of `infra/config/shape.ts`, as the file imports it. */
  readonly shape: string;
  /** What the figures rest on: when, where and how far back was looked. */
  readonly looked: { readonly on: string; readonly region: string; readonly days: number };
};

export const toConfig = ({ tell, entries }: Pick<Written, 'tell' | 'entries'>): RollbackConfig => ({
  tell,
  endpoints: entries.map(configOf),
});

export const render = ({ tell, entries, shape, looked }: Written): string =>
  [
    `import { defineConfig } from ${quoted(shape)};`,
    '',
    ...comment(
      0,
      `Written by sagemaker-rollback init on ${looked.on}, from what CloudWatch had of ${looked.region} for ${looked.days} days. It is yours now: infra/config/shape.ts has every field with its unit and default, and npm run synth tells every mistake.`,
    ),
    'export default defineConfig({',
    ...comment(2, 'Each address confirms its subscription once, by a link that AWS sends.'),
    ...tellLines(tell),
    '',
    '  endpoints: [',
    ...entries.flatMap(endpointLines),
    '  ],',
    '});',
    '',
  ].join('\n');

const tellLines = ({ emails, slackWebhookParameter }: Tell): readonly string[] => {
  const members = [
    ...(emails === undefined ? [] : [list('emails', emails, 0)]),
    ...(slackWebhookParameter === undefined ? [] : [[`slackWebhookParameter: ${quoted(slackWebhookParameter)}`]]),
  ];
  const inline = `  tell: { ${members.map((lines) => lines.join('\n')).join(', ')} },`;
  if (!inline.includes('\n') && inline.length <= WIDTH) return [inline];
  const own = emails === undefined ? [] : list('emails', emails, 4);
  const parameter =
    slackWebhookParameter === undefined ? [] : [`    slackWebhookParameter: ${quoted(slackWebhookParameter)}`];
  return ['  tell: {', ...closed([own, parameter]), '  },'];
};

const endpointLines = (entry: Entry): readonly string[] => {
  const { endpoint, stable, canaries, strategy, stableMinShare } = configOf(entry);
  return [
    '    {',
    `      endpoint: ${quoted(endpoint)},`,
    ...comment(6, `Shares when this was written: ${entry.choice.endpoint.variants.map(sharePhrase).join(', ')}.`),
    `      stable: ${quoted(stable)},`,
    ...closed([list('canaries', canaries, 6)]),
    ...(strategy === undefined ? [] : RESTORE_LINES),
    ...comment(
      6,
      "'observe' only says what it would do. When you agree with what it says: 'auto'; in between are 'recommend' and 'approve', which ask a person.",
    ),
    "      mode: 'observe',",
    ...(stableMinShare === undefined ? [] : minShareLines(stableMinShare)),
    ...guardLines(entry, configOf(entry)),
    '    },',
  ];
};

const RESTORE_LINES: readonly string[] = [
  '      // One variant: it goes back to the last endpoint config that served for an hour under its guards (docs/restore.md).',
  '      strategy: { restore: {} },',
];

const minShareLines = (share: number): readonly string[] => [
  ...comment(
    6,
    'Stable carries less than half of the traffic, which is the least that it must have carried by default.',
  ),
  `      stableMinShare: ${share},`,
];

const guardLines = ({ suggestion, declined }: Entry, { guards = {} }: EndpointConfig): readonly string[] => {
  const { latency } = suggestion;
  return [
    '      guards: {',
    ...comment(8, whyMinRequests(suggestion.minRequests)),
    `        minRequests: ${guards.minRequests},`,
    ...comment(8, whyErrors(suggestion.errors)),
    `        errors: { above: ${suggestion.errors.above} },`,
    ...(latency === undefined ? [] : [...comment(8, whyLatency(latency)), `        ${latencyMember(latency)},`]),
    ...(declined === undefined ? [] : [...comment(8, whyLatency(declined)), `        // ${latencyMember(declined)},`]),
    ...(latency === undefined && declined === undefined
      ? [
          ...comment(8, 'No latency guard, since what is usual is not known yet. One would be:'),
          '        // latency: { percentile: 99, aboveMs: 1000 },',
        ]
      : []),
    ...(guards.judge ? JUDGE_LINES : []),
    '      },',
  ];
};

const JUDGE_LINES: readonly string[] = [
  '        // Compares each canary with stable every minute: it needs no threshold, and few requests (docs/judge.md).',
  '        judge: {},',
];

const latencyMember = ({ percentile, aboveMs }: NonNullable<Entry['declined']>): string =>
  `latency: { percentile: ${percentile}, aboveMs: ${aboveMs} }`;

/** A member that is a list of texts, on one line where it fits. Nothing behind its end. */
const list = (name: string, texts: readonly string[], indent: number): readonly string[] => {
  const before = ' '.repeat(indent);
  const inline = `${before}${name}: [${texts.map(quoted).join(', ')}]`;
  if (inline.length < WIDTH) return [inline];
  return [`${before}${name}: [`, ...texts.map((text) => `${before}  ${quoted(text)},`), `${before}]`];
};

/** Members, each with the comma behind its end. */
const closed = (members: readonly (readonly string[])[]): readonly string[] =>
  members.flatMap((lines) => lines.map((line, place) => (place === lines.length - 1 ? `${line},` : line)));

const comment = (indent: number, text: string): readonly string[] =>
  wrap(text, WIDTH - indent - 3).map((line) => `${' '.repeat(indent)}// ${line}`);

/** Single quotes, unless the text holds more of those than of the others. */
const quoted = (text: string): string => {
  const count = (quote: string) => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  return `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
};
