import type { Part, Provisioner, Resource, Wires } from '../types.ts';
import { optionalText } from './properties.ts';

/** Days that CloudWatch Logs takes as a retention. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Log groups exist, so that functions may name them; their lines are the journal's. */
export const makeLogGroups = (wires: Wires): Part => ({ provisioners: [logGroupProvisioner(wires, new Set())] });

const logGroupProvisioner = (wires: Wires, groups: Set<string>): Provisioner => ({
  type: 'AWS::Logs::LogGroup',
  properties: ['LogGroupName', 'RetentionInDays', 'Tags'],
  replacing: ['LogGroupName'],
  identify: (otherwise, properties) => {
    const name = optionalText(properties, 'LogGroupName') ?? otherwise;
    const { partition, region, id } = wires.account;
    return { ref: name, attributes: { Arn: `arn:${partition}:logs:${region}:${id}:log-group:${name}:*` } };
  },
  create: (resource, { ref }) => {
    if (groups.has(ref)) throw new Error(`there is a log group ${ref} already`);
    checkRetention(resource);
    groups.add(ref);
  },
  update: (resource, { ref }) => {
    if (!groups.has(ref)) throw new Error(`there is no log group ${ref}`);
    checkRetention(resource);
  },
  remove: (_, { ref }) => void groups.delete(ref),
});

const checkRetention = ({ properties: { RetentionInDays: days } }: Resource): void => {
  if (days === undefined || RETENTIONS.includes(Number(days))) return;
  throw new Error(`RetentionInDays must be one of ${RETENTIONS.join(', ')}, not ${JSON.stringify(days)}`);
};
