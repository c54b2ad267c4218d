import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { read, section, tableRows } from './pages.ts';

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: string | { readonly Service?: string };
};
type Document = { readonly Statement: readonly Statement[] };
type Properties = {
  readonly PolicyDocument?: Document;
  readonly AssumeRolePolicyDocument?: Document;
  readonly Roles?: readonly { readonly Ref: string }[];
  readonly Action?: string;
  readonly Principal?: string;
};

const resources = (of: 'demoTemplate' | 'strategiesTemplate'): readonly Properties[] => {
  const template = JSON.parse(readFileSync(inject(of), 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Properties: Properties }>>;
  };
  return Object.values(template.Resources).map(({ Properties }) => Properties);
};

/** `who action`, for all that any policy of the template says. */
const granted = (of: Parameters<typeof resources>[0]): readonly string[] =>
  resources(of).flatMap((properties) => [
    ...(properties.Action === undefined ? [] : [`${properties.Principal} ${properties.Action}`]),
    ...[properties.PolicyDocument, properties.AssumeRolePolicyDocument].flatMap((document) =>
      (document?.Statement ?? []).flatMap((statement) => said(statement, properties)),
    ),
  ]);

const said = (statement: Statement, { Roles = [] }: Properties): readonly string[] => {
  const { Principal: principal } = statement;
  const service = typeof principal === 'object' ? principal.Service : undefined;
  const roles = Roles.map(({ Ref }) => Ref.replace(/Role[0-9A-F]{8}$/, '').toLowerCase());
  const whos = statement.Effect === 'Deny' ? ['anyone without TLS'] : roles.length > 0 ? roles : [String(service)];
  return [statement.Action].flat().flatMap((action) => whos.map((who) => `${who} ${action}`));
};

test('says of each action in the template whose it is, and of nothing else', () => {
  const table = tableRows(section(read('docs/security.md'), '## Who may do what') ?? '');
  const told = table.map(([who, action = '']) => `${who} ${action.replaceAll('`', '')}`);
  expect(told.toSorted()).toEqual([...new Set(granted('demoTemplate'))].toSorted());
});

test('gives a reason for each action', () => {
  const table = tableRows(section(read('docs/security.md'), '## Who may do what') ?? '');
  expect(table.filter(([, , on, why]) => !on || !why)).toEqual([]);
});

test('says of each action that strategies add whose it is, and of nothing else', () => {
  const table = tableRows(section(read('docs/security.md'), '## What strategies add') ?? '');
  const told = table.map(([who, action = '']) => `${who} ${action.replaceAll('`', '')}`);
  const usual = new Set(granted('demoTemplate'));
  const added = new Set(granted('strategiesTemplate').filter((grant) => !usual.has(grant)));
  expect(told.toSorted()).toEqual([...added].toSorted());
});
