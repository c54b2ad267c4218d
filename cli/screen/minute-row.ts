import { barPieces, signOf } from './bar.ts';
import { type Health, healthOf, worst } from './bounds.ts';
import type { Minute, VariantMinute } from './entry.ts';
import { briefCount, briefMs } from './figures.ts';
import type { Paint } from './paint.ts';

const BAR = 20;
const CELL = 24;
const SEPARATOR = ' │ ';
const NOBODY = '    0     –      –';

/** What the columns are. Repeated whenever other lines have pushed it out of sight. */
export const headRows = ({ variants }: Minute, indent: number): readonly string[] => {
  const names = variants.map(({ name }, place) => `${signOf(place)} ${name}`.slice(0, CELL).padEnd(CELL));
  const columns = variants.map(() => 'share  req   5xx   p99  '.padEnd(CELL));
  const start = ' '.repeat(indent);
  return [
    `${start}${'weights'.padEnd(BAR)} ${names.join(SEPARATOR)}`,
    `${start}${'(the past minute)'.padEnd(BAR)} ${columns.join(SEPARATOR)}`,
  ].map((row) => row.trimEnd());
};

/** Two variants take 72 columns. A `!` marks what a guard does not allow, also where there is no colour. */
export const minuteRow = (minute: Minute, paint: Paint): string => {
  const { variants } = minute;
  const healths = variants.map((variant) => healthsOf(variant, minute));
  const pieces = barPieces(
    variants.map(({ share }) => share),
    BAR,
  );
  const drawn = pieces.map((piece, place) => paint(worst(Object.values(healths[place] ?? {})), piece)).join('');
  const cells = variants.map((variant, place) => cell(variant, healths[place] ?? UNKNOWN, paint));
  return `${drawn} ${cells.join(paint('quiet', SEPARATOR))}`.trimEnd();
};

type Healths = { readonly errors: Health; readonly p99Ms: Health };
const UNKNOWN: Healths = { errors: 'plain', p99Ms: 'plain' };

const healthsOf = ({ requests, errors, p99Ms }: VariantMinute, { bounds, usual }: Minute): Healths =>
  requests === 0
    ? UNKNOWN
    : {
        errors: healthOf(errors, { bound: bounds.errors, usual: usual.errors }),
        p99Ms: healthOf(p99Ms, { bound: bounds.p99Ms, usual: usual.p99Ms }),
      };

const cell = (variant: VariantMinute, healths: Healths, paint: Paint): string => {
  const share = `${Math.round(variant.share * 100)}%`.padStart(5);
  if (variant.requests === 0)
    return `${share}${paint('quiet', NOBODY)}${' '.repeat(CELL - share.length - NOBODY.length)}`;
  const latency = variant.p99Ms === undefined ? '–' : briefMs(variant.p99Ms);
  return [
    share,
    briefCount(variant.requests).padStart(5),
    figure(`${(variant.errors * 100).toFixed(1)}%`, { width: 6, health: healths.errors, paint }),
    figure(latency, { width: 6, health: healths.p99Ms, paint }),
  ].join('');
};

type Look = { readonly width: number; readonly health: Health; readonly paint: Paint };

const figure = (text: string, { width, health, paint }: Look): string =>
  `${paint(health, `${text.padStart(width)}${health === 'bad' ? '!' : ''}`)}${health === 'bad' ? '' : ' '}`;
