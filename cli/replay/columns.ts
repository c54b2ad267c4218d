import { show } from './read/numbers.ts';
import { problemAt, problemWith } from './read/problem.ts';
import type { Recording, Series } from './read/recording.ts';
import { factorFor } from './units.ts';
import { nameOf, type Wanted, wordFor } from './wanted.ts';

export type Column = {
  readonly wanted: Wanted;
  readonly series: Series;
  /** What the file's values are multiplied with to be in the metric's own unit. */
  readonly factor: number;
};

export type Endpoint = {
  readonly name: string;
  readonly variants: readonly string[];
  /** Whose metrics the columns are that name no variant; undefined where each must name its own. */
  readonly variant: string | undefined;
  readonly wanted: readonly Wanted[];
  /** The config's other endpoints: a file may hold theirs too. */
  readonly others: readonly string[];
};

export type Columns = { readonly columns: readonly Column[]; readonly remarks: readonly string[] };

/**
 * Which metric each column is, by its label (or, failing that, its id): a metric, and in any order a variant, a
 * statistic and a unit in parentheses. Columns that no guard watches are left out, with a remark.
 */
export const matchColumns = ({ file, series }: Recording, endpoint: Endpoint): Columns => {
  const found = series.map((one) => ({ one, column: columnOf(one, endpoint, file) }));
  const columns = found.flatMap(({ column }) => column ?? []);
  checkTwins(columns, file);
  for (const { series: one } of columns) checkSigns(one, file);
  if (columns.length === 0) {
    const labels = series.slice(0, MOST_NAMED).map(({ label }) => show(label));
    const seen = [...labels, ...(series.length > MOST_NAMED ? ['…'] : [])].join(', ');
    const known = endpoint.wanted.map(nameOf).join(', ');
    return problemWith(file, `no guard of ${endpoint.name} watches any of ${seen}; they watch ${known}`);
  }
  const unused = found.filter(({ column }) => column === undefined).map(({ one }) => show(one.label));
  const remark = `no guard of ${endpoint.name} watches ${unused.join(', ')}: not used`;
  return { columns, remarks: unused.length === 0 ? [] : [remark] };
};

const MOST_NAMED = 6;

const checkTwins = (columns: readonly Column[], file: string): void =>
  columns.forEach(({ series, wanted }, index) => {
    const twin = columns.slice(0, index).find((one) => one.wanted === wanted);
    if (twin === undefined) return;
    const both = `${show(series.label)} and ${show(twin.series.label)} (line ${twin.series.line()})`;
    problemAt(file, series.line(), `${both} are both ${nameOf(wanted)}; keep one of them`);
  });

/** Counts and latencies are all that guards watch. */
const checkSigns = ({ label, values, lineOfValue }: Series, file: string): void => {
  const at = values.findIndex((value) => value < 0);
  if (at === -1) return;
  problemAt(file, lineOfValue(at), `${values[at]} in ${show(label)} is negative, which no count or latency can be`);
};

const columnOf = (series: Series, endpoint: Endpoint, file: string): Column | undefined => {
  const parsed = parse(series.label, endpoint) ?? (series.id && parse(series.id.replaceAll('_', ' '), endpoint));
  if (!parsed) return undefined;
  const complain = (sentence: string): never => problemAt(file, series.line(), `${show(series.label)}: ${sentence}`);
  const [stranger] = parsed.strangers;
  if (stranger !== undefined) {
    const variants = endpoint.variants.join(', ');
    return complain(
      `${show(stranger)} is no variant of ${endpoint.name} (${variants}) and no statistic such as Sum or p99`,
    );
  }
  const meant = endpoint.wanted.filter(
    (one) => wordFor(one) === parsed.metric && (parsed.stat ?? one.stat) === one.stat,
  );
  const variant = parsed.variant ?? meant.find((one) => one.variant === '')?.variant ?? endpoint.variant;
  if (variant === undefined) {
    return complain(`whose is it? Name the variant in it, or give --variant (${endpoint.variants.join(', ')})`);
  }
  const candidates = meant.filter((one) => one.variant === variant);
  const [wanted, other] = candidates;
  if (wanted === undefined) return undefined;
  if (other !== undefined)
    return complain(`which statistic is it: ${candidates.map(({ stat }) => stat).join(' or ')}?`);
  const unit = parsed.unit ?? series.unit;
  const factor = factorFor(wanted, unit);
  if (factor === undefined) return complain(`${wanted.metric} cannot be in ${unit}; export it as CloudWatch has it`);
  return { wanted, series, factor };
};

type Parsed = {
  readonly metric: string;
  readonly variant?: string;
  readonly stat?: string;
  readonly unit?: string;
  /** Words that mean nothing here. */
  readonly strangers: readonly string[];
};

const STATISTIC = /^(Sum|Average|Minimum|Maximum|SampleCount|(?:p|tm|tc|ts|wm)\d{1,2}(?:\.\d+)?|p100|IQM)$/i;

/** Undefined when no metric that a guard watches is named. */
const parse = (label: string, { name, variants, wanted, others }: Endpoint): Parsed | undefined => {
  const unit = /[([]\s*([^()[\]]+?)\s*[)\]]\s*$/.exec(label)?.[1];
  const words = label
    .replace(/[([][^()[\]]*[)\]]\s*$/, '')
    .split(/[\s,;:|/]+/)
    .filter((word) => word !== '');
  const metric = wanted.map(wordFor).find((one) => words.some((word) => same(word, one)));
  if (metric === undefined || others.some((one) => words.includes(one))) return undefined;
  const variant = variants.find((one) => words.includes(one));
  const stat = words.find((word) => STATISTIC.test(word) && !variants.includes(word));
  const known = [metric, variant, stat, name, 'AWS', 'SageMaker', '-'];
  return {
    metric,
    ...(variant === undefined ? {} : { variant }),
    ...(stat === undefined ? {} : { stat: spelt(stat) }),
    ...(unit === undefined ? {} : { unit }),
    strangers: words.filter((word) => !known.some((one) => one !== undefined && same(word, one))),
  };
};

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const NAMES = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'IQM'];

const spelt = (stat: string): string => NAMES.find((name) => same(name, stat)) ?? stat.toLowerCase();
