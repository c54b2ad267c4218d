import { percent } from '../../../lambdas/domain/words/figures.ts';
import { counted, grouped } from '../../screen/figures.ts';
import { wrap } from '../../screen/wrap.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import type { Level } from './levels.ts';
import { inMs } from './reasons.ts';
import { isFit, isSingle, type Seen, type SeenEndpoint, type SeenVariant } from './seen.ts';

/** Nobody reads a hundred reasons; `--json` has all. */
const MOST_UNFIT = 15;

/** What there is in the account, before anything is asked. */
export const overviewRows = (page: Page, { endpoints, unread }: Seen): Rows => {
  const unfit = endpoints.filter((one) => !isFit(one));
  const fit = endpoints.filter(isFit);
  const singles = fit.filter(isSingle);
  return [
    ...fit.filter((one) => !isSingle(one)).flatMap((one) => ['', ...variantRows(page, one)]),
    ...(singles.length === 0 ? [] : ['', ...singleRows(page, singles)]),
    ...(unfit.length === 0 ? [] : ['', ...unfitRows(page, unfit)]),
    ...(unread.length === 0 ? [] : ['', ...unread.flatMap((one) => wrap(one, page.width))]),
    '',
  ];
};

const heading = ({ paint }: Page, { endpoint, status }: SeenEndpoint): string =>
  `${paint('strong', endpoint)}  ${status === 'InService' ? paint('quiet', status) : paint('warn', status)}`;

const variantRows = (page: Page, endpoint: SeenEndpoint): Rows => [
  heading(page, endpoint),
  ...indented(page, {
    head: ['variant', 'share', 'instances', 'autoscaled', 'requests/min', 'busiest'],
    rows: endpoint.variants.map((variant) => [
      variant.variant,
      variant.share === undefined ? '–' : percent(variant.share),
      capacityCell(variant),
      scalingCell(variant),
      ...requestCells(variant),
    ]),
    flexible: 0,
    right: [1, 2, 4, 5],
  }),
];

const capacityCell = ({ capacity }: SeenVariant): string => {
  if (capacity === undefined) return '?';
  return 'instances' in capacity ? String(capacity.instances) : 'serverless';
};

const scalingCell = ({ autoscaling }: SeenVariant): string => {
  if (autoscaling === undefined) return '?';
  return autoscaling === null ? 'no' : `${autoscaling.min} to ${autoscaling.max}`;
};

const requestCells = ({ lastDay }: SeenVariant): readonly [string, string] => {
  if (lastDay === undefined) return ['?', '?'];
  if (lastDay === null) return ['none', '–'];
  return [grouped(lastDay.usual), grouped(lastDay.busiest)];
};

/** There is nothing to compare, so that one row each will do. */
const singleRows = (page: Page, singles: readonly SeenEndpoint[]): Rows => [
  page.paint('strong', `${counted(singles.length, 'endpoint')} with one variant`),
  ...wrap(
    'There is no variant to shift traffic to. Guarded, the last endpoint config that served well comes back: a new fleet, so minutes and not seconds (docs/restore.md). With a canary beside it, seconds (docs/canary-variant.md). --endpoint names those that you want.',
    page.width - 2,
  ).map((row) => `  ${row}`),
  ...singles
    .slice(0, MOST_UNFIT)
    .flatMap(({ endpoint, variants }) => bullet(page, `${endpoint}: ${variants.map(onlyWords).join(', ')}`)),
  ...(singles.length > MOST_UNFIT ? bullet(page, `and ${singles.length - MOST_UNFIT} more; --json lists all`) : []),
];

const onlyWords = (only: SeenVariant): string => [only.variant, ...factsOf(only)].join(', ');

const unfitRows = (page: Page, unfit: readonly SeenEndpoint[]): Rows => [
  `${page.paint('strong', `${counted(unfit.length, 'endpoint')} cannot be guarded as ${unfit.length === 1 ? 'it is' : 'they are'}`)}`,
  ...unfit.slice(0, MOST_UNFIT).flatMap((one) => bullet(page, unfitSentence(one))),
  ...(unfit.length > MOST_UNFIT ? bullet(page, `and ${unfit.length - MOST_UNFIT} more; --json lists all`) : []),
];

const unfitSentence = ({ endpoint, unfit }: SeenEndpoint): string => `${endpoint}: ${unfit?.why.replace(/\.$/, '')}.`;

const factsOf = ({ capacity, lastDay: requests }: SeenVariant): readonly string[] => [
  ...(capacity === undefined ? [] : ['instances' in capacity ? counted(capacity.instances, 'instance') : 'serverless']),
  ...(requests === undefined
    ? []
    : [requests === null ? 'no requests in a day' : `${counted(requests.usual, 'request')}/min`]),
];

export const bullet = ({ width }: Page, text: string): Rows =>
  wrap(text, width - 4).map((row, place) => `${place === 0 ? '  • ' : '    '}${row}`);

/** How the picked endpoints have been, minute by minute. */
export const levelRows = (page: Page, endpoints: readonly SeenEndpoint[]): Rows =>
  endpoints
    .filter(({ variants }) => variants.some(({ levels }) => levels !== undefined))
    .flatMap((endpoint) => ['', ...levelTable(page, endpoint)])
    .concat('');

const levelTable = (page: Page, endpoint: SeenEndpoint): Rows => [
  heading(page, endpoint),
  ...indented(page, {
    head: ['variant', 'requests/min', '5XX', 'worst', '4XX', 'model', 'p99', 'worst'],
    rows: endpoint.variants.map((variant) => [variant.variant, ...levelCells(variant)]),
    flexible: 0,
    right: [1, 2, 3, 4, 5, 6, 7],
  }),
];

const levelCells = ({ levels }: SeenVariant): readonly string[] => {
  if (levels === undefined) return ['none', ...Array.from({ length: 6 }, () => '–')];
  const { requestsPerMinute, errors, latencyMs } = levels;
  const worst = (level: Level, figure: (value: number) => string) =>
    level.worst === null ? '–' : figure(level.worst.value);
  return [
    grouped(requestsPerMinute.usual),
    percent(errors['5xx'].usual),
    worst(errors['5xx'], percent),
    percent(errors['4xx'].usual),
    percent(errors.model.usual),
    latencyMs.p99.worst === null ? '–' : inMs(latencyMs.p99.usual),
    worst(latencyMs.p99, inMs),
  ];
};

const indented = (page: Page, of: Parameters<typeof table>[1]): Rows =>
  table({ ...page, width: page.width - 2 }, of).map((row) => `  ${row}`);
