import type { Part, Wires } from '../types.ts';
import { optionalText } from './properties.ts';

/** Days that CloudWatch Logs takes as a retention. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Log groups exist, so that functions may name them; their lines are the journal's. */
export const makeLogGroups = (wires: Wires): Part => ({
  provisioners: [
    {
      type: 'AWS::Logs::LogGroup',
      properties: ['LogGroupName', 'RetentionInDays', 'Tags'],
      identify: (logicalId, properties) => {
        const name = optionalText(properties, 'LogGroupName') ?? logicalId;
        const { partition, region, id } = wires.account;
        return { ref: name, attributes: { Arn: `arn:${partition}:logs:${region}:${id}:log-group:${name}:*` } };
      },
      create: ({ properties: { RetentionInDays: days } }) => {
        if (days !== undefined && !RETENTIONS.includes(Number(days))) {
          throw new Error(`RetentionInDays must be one of ${RETENTIONS.join(', ')}, not ${JSON.stringify(days)}`);
        }
      },
    },
  ],
});
