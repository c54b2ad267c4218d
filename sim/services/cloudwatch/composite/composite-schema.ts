import type { PutCompositeAlarmInput } from '@aws-sdk/client-cloudwatch';
import * as v from 'valibot';

type CompositeProperties = Omit<PutCompositeAlarmInput, 'AlarmName'>;

/** The properties of `AWS::CloudWatch::CompositeAlarm`; an unknown one is refused. */
export const parseCompositeProperties = (logicalId: string, properties: unknown): CompositeProperties => {
  const parsed = v.safeParse(COMPOSITE, properties);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'properties'}: ${issue.message}`);
  throw new Error(`composite alarm ${logicalId}: ${problems.join('; ')}`);
};

const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
const SECONDS = v.pipe(v.number(), v.integer());
const ACTIONS = v.pipe(v.array(text(1024)), v.maxLength(5));

const COMPOSITE = v.strictObject({
  AlarmName: v.exactOptional(text(255)),
  AlarmRule: text(10_240),
  AlarmDescription: v.exactOptional(v.pipe(v.string(), v.maxLength(1024))),
  ActionsEnabled: v.exactOptional(v.boolean()),
  AlarmActions: v.exactOptional(ACTIONS),
  OKActions: v.exactOptional(ACTIONS),
  InsufficientDataActions: v.exactOptional(ACTIONS),
  ActionsSuppressor: v.exactOptional(text(1600)),
  ActionsSuppressorWaitPeriod: v.exactOptional(SECONDS),
  ActionsSuppressorExtensionPeriod: v.exactOptional(SECONDS),
  Tags: v.exactOptional(v.array(v.strictObject({ Key: v.string(), Value: v.string() }))),
});

export const COMPOSITE_PROPERTIES: readonly string[] = Object.keys(COMPOSITE.entries);
