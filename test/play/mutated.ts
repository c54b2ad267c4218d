import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, inject, test } from 'vitest';
import { type Played, play } from '../../sim/play/play.ts';
import type { Scenario } from '../../sim/play/scenario.ts';
import { SCENARIOS } from '../../sim/scenarios/index.ts';
import { readTemplate } from '../../sim/template/load.ts';
import type { JournalLine } from '../../sim/types.ts';

export type Properties = Record<string, unknown>;
export type Resource = { Type: string; Properties: Properties };
export type Resources = Record<string, Resource>;
type Statement = { Action: string | string[]; Resource: unknown };

export const scenarioNamed = (name: string): Scenario => {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario ${name}`);
  return found;
};

/** In minutes. What works is over by then; what is broken need not be watched for longer. */
const LONG_ENOUGH = 10;

/** Plays a scenario on its template after `mutate` changed its resources, until a line of which `enough` holds. */
export const playMutated = (
  scenario: string,
  mutate: (resources: Resources) => void,
  enough?: (line: JournalLine) => boolean,
): Promise<Played> => {
  const file = inject(`${scenarioNamed(scenario).stack ?? 'demo'}Template`);
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  mutate(template.Resources);
  return play({
    template: readTemplate(template, { file, assetsDirectory: dirname(file) }),
    scenario: { ...scenarioNamed(scenario), atMostMinutes: LONG_ENOUGH },
    seed: 1,
    ...(enough && { enough }),
  });
};

/** The resources whose logical id begins so; a mutation that hits nothing would prove nothing. */
export const named = (resources: Resources, prefix: string | RegExp): [string, Resource][] => {
  const found = Object.entries(resources).filter(([id]) =>
    new RegExp(prefix instanceof RegExp ? prefix : `^${prefix}`).test(id),
  );
  if (found.length === 0) throw new Error(`no resource is named ${prefix}: ${Object.keys(resources).join(', ')}`);
  return found;
};

/** The properties of the one resource of that type whose logical id begins so. */
export const only = (resources: Resources, type: string, prefix: string): Properties => {
  const [first, ...more] = named(resources, prefix).filter(([, { Type }]) => Type === type);
  if (first === undefined || more.length > 0) throw new Error(`${more.length + 1} resources are ${type} ${prefix}`);
  return first[1].Properties;
};

export const remove =
  (type: string, prefix: string | RegExp) =>
  (resources: Resources): void => {
    const gone = named(resources, prefix).filter(([, resource]) => resource.Type === type);
    if (gone.length === 0) throw new Error(`no ${type} is named ${prefix}`);
    for (const [id] of gone) delete resources[id];
  };

/** Takes one action from a role's policy. */
export const withoutGrant =
  (role: string, action: string) =>
  (resources: Resources): void => {
    const policy = only(resources, 'AWS::IAM::Policy', `${role}RoleDefaultPolicy`)['PolicyDocument'] as {
      Statement: Statement[];
    };
    const hit = policy.Statement.filter(({ Action }) => [Action].flat().includes(action));
    if (hit.length === 0) throw new Error(`${role} may not ${action} anyway`);
    policy.Statement = policy.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((name) => name !== action),
    })).filter(({ Action }) => Action.length > 0);
  };

export const statementsOf = (resources: Resources, role: string): Statement[] =>
  (only(resources, 'AWS::IAM::Policy', `${role}RoleDefaultPolicy`)['PolicyDocument'] as { Statement: Statement[] })
    .Statement;

/** Changes every alarm whose AlarmName contains the text. */
export const alarms =
  (text: string, change: (properties: Properties) => void) =>
  (resources: Resources): void => {
    const hit = Object.values(resources).filter(
      ({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && String(Properties['AlarmName']).includes(text),
    );
    if (hit.length === 0) throw new Error(`no alarm is named ${text}`);
    for (const { Properties } of hit) change(Properties);
  };

/** Replaces a text wherever it stands in a value. */
export const replaced = <T>(value: T, from: string, to: string): T => {
  const text = JSON.stringify(value);
  if (!text.includes(from)) throw new Error(`${from} does not occur in ${text}`);
  return JSON.parse(text.replaceAll(from, to)) as T;
};

/**
 * One mistake at a time in the template that `cdk deploy` would ship. The play must fail, and its journal must name the
 * hop that is broken: what is not noticed here would be noticed in production.
 */
export type Mutation = readonly [
  mistake: string,
  mutate: (resources: Resources) => void,
  hop: RegExp,
  scenario?: string,
];

export const everyMistakeIsNamed = (mutations: readonly Mutation[]): void => {
  test.for(mutations)('fails, and says where, when %s', async ([, mutate, hop, scenario = 'bad-canary']) => {
    // A hop that is missing makes a play fail, whatever comes after it.
    const isNamed = (line: JournalLine) => line.kind === 'missing-hop' && hop.test(JSON.stringify(line));
    const { unmet, lines } = await playMutated(scenario, mutate, isNamed);
    const missing = lines.filter(({ kind }) => kind === 'missing-hop').map((line) => JSON.stringify(line));
    expect(unmet).not.toEqual([]);
    expect(missing.join('\n')).toMatch(hop);
  });
};
