import { wrap } from '../../screen/wrap.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import { table } from '../../terminal/table.ts';
import type { CostReport } from './cost.ts';

export const costRows = (report: CostReport, page: Page): Rows => {
  const { config, fleets, judgePerCanaryHour, assumed } = report;
  const bills = [config, ...fleets];
  const whats = [...new Set(bills.flatMap(({ lines }) => lines.map(({ what }) => what)))];
  const cells = (what: string): readonly string[] =>
    bills.map(({ lines }) => dollars(lines.find((line) => line.what === what)?.usd ?? 0));
  const heads = ['this config', ...fleets.map(({ endpoints }) => count(endpoints, 'endpoint'))];
  return [
    page.paint('strong', 'What it costs a month while nothing happens'),
    '',
    ...table(page, {
      head: ['', ...heads],
      flexible: 0,
      right: bills.map((_, place) => place + 1),
      rows: [
        ...whats.map((what) => [what, ...cells(what)]),
        ['together', ...bills.map(({ usd }) => page.paint('strong', dollars(usd)))],
        ['for each endpoint', ...bills.map((bill) => dollars(bill.usd / Math.max(1, bill.endpoints)))],
        ['stacks', ...bills.map(({ stacks }) => String(stacks))],
      ],
    }),
    '',
    ...guardRows(report, page),
    '',
    ...judging(judgePerCanaryHour).flatMap((note) => wrap(note, page.width)),
    ...NOTES(assumed).flatMap((note) => wrap(note, page.width)),
  ];
};

const guardRows = ({ guards: { endpoint, each } }: CostReport, page: Page): Rows =>
  table(page, {
    head: [`guards of ${endpoint}`, 'alarms', 'metrics', 'a month'],
    flexible: 0,
    right: [1, 2, 3],
    rows: each.map(({ guard, alarms, metrics, usd }) => [guard, String(alarms), String(metrics), dollars(usd)]),
  });

const judging = (usd: number | undefined): readonly string[] =>
  usd === undefined
    ? []
    : [`The judge adds $${usd.toFixed(4)} for each hour in which a canary has traffic: what it reads and publishes.`];

const NOTES = ({ hoursInMonth, sweepSeconds }: CostReport['assumed']): readonly string[] => [
  `US dollars in us-east-1 for ${hoursInMonth} hours, without free tiers; check the prices of your Region. The alarms are counted in the synthesised template. Assumed: a sweep is billed ${sweepSeconds} s.`,
  'Not in it: the ledger, queues, topics and messages (cents), the metrics that an incident reads ($0.01 for 1,000), and what is not ours: a canary at weight 0 keeps its instances, and you keep paying for them.',
];

const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? '' : 's'}`;

const CENT = 0.01;

const dollars = (usd: number): string => (usd > 0 && usd < CENT ? '< $0.01' : `$${usd.toFixed(2)}`);
