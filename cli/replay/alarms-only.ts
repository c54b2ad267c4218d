import type { Template } from '../../sim/template/template.ts';

const ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];

/** The template's alarms alone, which tell nobody: what they see can then be played without all the rest. */
export const alarmsOnly = (template: Template, prefix: string): Template => {
  const alarms = Object.entries(template.resources).filter(
    ([, { type, properties }]) =>
      type === 'AWS::CloudWatch::Alarm' && String(properties['AlarmName']).startsWith(prefix),
  );
  return {
    ...template,
    outputs: {},
    resources: Object.fromEntries(
      alarms.map(([id, { type, properties }]) => [id, { type, dependsOn: [], properties: without(properties) }]),
    ),
  };
};

const without = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => !ACTIONS.includes(name)));
