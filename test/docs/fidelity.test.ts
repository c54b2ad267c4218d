import { describe, expect, test } from 'vitest';
import { COSTS } from '../../sim/costs.ts';
import { emptyTemplate } from '../../sim/template/load.ts';
import { makeWorld } from '../../sim/world.ts';
import { PAGES, read, section, tableRows } from './pages.ts';
import { readCode } from './scan/modules.ts';
import { refusalsIn } from './scan/refusals.ts';
import { vocabularyOf } from './scan/vocabulary.ts';

const page = read('docs/fidelity.md');
const ERRORS = 'docs/fidelity/errors.md';
const behaviours = PAGES.filter((path) => path.startsWith('docs/fidelity') && path !== ERRORS);

/** Where the operations of a service have their rows. */
const PAGE_OF: Readonly<Record<string, string>> = {
  'application-autoscaling': 'sagemaker',
  cloudformation: 'platform',
  cloudwatch: 'alarms',
  dynamodb: 'platform',
  events: 'eventbridge',
  iam: 'platform',
  lambda: 'lambda',
  s3: 'platform',
  sagemaker: 'sagemaker',
  'sagemaker-runtime': 'sagemaker',
  sns: 'messages',
  sqs: 'messages',
  ssm: 'platform',
  sts: 'platform',
};
const pageOf = (service: string): string => `docs/fidelity/${PAGE_OF[service] ?? `${service} has no page`}.md`;

/** `call.sagemaker` and its like, with their milliseconds. */
const figures = (costs: object, prefix = ''): readonly (readonly [string, number])[] =>
  Object.entries(costs).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'number' ? [[prefix + key, value] as const] : figures(value as object, `${prefix}${key}.`),
  );

const rowsUnder = (path: string, heading: string): readonly (readonly string[])[] =>
  tableRows(section(read(path), heading) ?? '');

/** What a cell shows as code, without the marks of tables. */
const codeIn = (cell = ''): string => (/^`(.*)`$/.exec(cell)?.[1] ?? cell).trim().replaceAll('\\|', '|');

const firstCells = (path: string, heading: string): readonly string[] =>
  rowsUnder(path, heading).map(([cell]) => codeIn(cell));

/** One sentence for each name that the code has and the page has not, and the other way round. */
const differences = (
  what: string,
  { inCode, onPage }: { readonly inCode: readonly string[]; readonly onPage: readonly string[] },
): readonly string[] => [
  ...inCode.filter((name) => !onPage.includes(name)).map((name) => `${what} has no row for ${name}`),
  ...onPage.filter((name) => !inCode.includes(name)).map((name) => `${what} has a row for ${name}, which is not there`),
  ...onPage.filter((name, place) => onPage.indexOf(name) < place).map((name) => `${what} has two rows for ${name}`),
];

const code = readCode('sim');
const world = await makeWorld({ template: emptyTemplate(), seed: 1, start: 0, faults: {} });
await world.close();

test('gives every figure that time costs, with its value and its source', () => {
  const rows = tableRows(section(page, '## What time costs') ?? '');
  expect(rows.map(([key, value]) => [key, value])).toEqual(
    figures(COSTS).map(([key, ms]) => [`\`${key}\``, `${ms.toLocaleString('en-US')} ms`]),
  );
});

test.each([...behaviours, ERRORS])('%s gives a source for every row', (path) => {
  expect(tableRows(read(path)).filter((row) => row.some((cell) => cell === ''))).toEqual([]);
});

test.each(behaviours)('%s tells each behaviour once', (path) => {
  const told = tableRows(read(path))
    .filter(({ length }) => length === 2)
    .map(([behaviour]) => behaviour);
  expect(told.filter((behaviour, place) => told.indexOf(behaviour) < place)).toEqual([]);
});

test('says how many of its rows are assumed', () => {
  const counted = (paths: readonly string[]) => {
    const rows = paths.flatMap((path) => tableRows(read(path)));
    const assumed = rows.filter((row) => row.at(-1)?.includes('assumed'));
    return [assumed.length, rows.length] as const;
  };
  const [assumed, all] = counted(behaviours);
  expect(page).toContain(`**${assumed} of the ${all} rows are assumed, wholly or in part.**`);
  const [worded, refusals] = counted([ERRORS]);
  expect(page).toContain(`**${worded} of the ${refusals} refusals are worded by assumption, wholly or in part.**`);
});

describe('has a row for each operation of', () => {
  const pages = [...new Set(Object.values(PAGE_OF))].map((name) => `docs/fidelity/${name}.md`);
  test.each(pages)('%s, and none for another', (path) => {
    const inCode = world.parts.flatMap(({ api }) =>
      api !== undefined && pageOf(api.name) === path
        ? Object.keys(api.operations).map((operation) => `${api.name}: ${operation}`)
        : [],
    );
    const onPage = rowsUnder(path, '### Operations').map(
      ([service, operation]) => `${codeIn(service)}: ${codeIn(operation)}`,
    );
    expect(differences(path, { inCode, onPage })).toEqual([]);
  });

  test('a service whose page is known', () => {
    expect(world.parts.flatMap(({ api }) => (api === undefined || api.name in PAGE_OF ? [] : api.name))).toEqual([]);
  });
});

test('has a row for each resource type with its properties, and none for another', () => {
  const inCode = world.parts.flatMap(({ provisioners }) =>
    provisioners.map(({ type, properties }) => `${type} with ${properties.toSorted().join(', ')}`),
  );
  const onPage = rowsUnder('docs/fidelity/platform.md', '### Resource types').map(
    ([type, properties = '']) =>
      `${codeIn(type)} with ${properties.replaceAll('`', '').split(', ').toSorted().join(', ')}`,
  );
  expect(differences('the list of resource types', { inCode, onPage })).toEqual([]);
});

test.each(vocabularyOf(code))('$page has a row for each of: $heading', ({ page: path, heading, names }) => {
  const onPage = firstCells(path, heading);
  expect(differences(`${path}, "${heading.slice(4)}",`, { inCode: names, onPage })).toEqual([]);
});

test('has no list that the code does not hold', () => {
  const held = vocabularyOf(code).map(({ page: path, heading }) => `${path} ${heading}`);
  const lists = behaviours.flatMap((path) =>
    [...read(path).matchAll(/^### .*$/gm)].map(([heading]) => `${path} ${heading}`),
  );
  const known = lists.filter((list) => !/ ### (Operations|Resource types)$/.test(list));
  expect(known.filter((list) => !held.includes(list))).toEqual([]);
});

describe('has a row for each refusal of', () => {
  const told = refusalsIn(code);
  const parts = [...new Set(told.map(({ part }) => part))];
  const headings = [...read(ERRORS).matchAll(/^## .*`(.*)`$/gm)];

  test.each(parts)('%s, and none for another', (part) => {
    const [heading = `## … \`${part}\``] = headings.find(([, name]) => name === part) ?? [];
    const inCode = told.filter((one) => one.part === part).map(({ code: name, text }) => `${name || '–'}: ${text}`);
    const onPage = rowsUnder(ERRORS, heading).map(([name, text]) => `${codeIn(name)}: ${codeIn(text)}`);
    expect(
      differences(`${ERRORS}, ${part},`, {
        inCode: inCode.map((one) => one.trim()),
        onPage: onPage.map((one) => one.trim()),
      }),
    ).toEqual([]);
  });

  test('no part that refuses nothing', () => {
    expect(headings.map(([, part = '']) => part).filter((part) => !parts.includes(part))).toEqual([]);
  });
});
