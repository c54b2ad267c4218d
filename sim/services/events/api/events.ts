import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { type Api, Refusal, type Wires } from '../../../types.ts';
import { carried } from '../carried.ts';
import { invalidPattern } from '../definition.ts';
import { route } from '../dispatch.ts';
import { compileText } from '../pattern.ts';
import { BUS, busArn, type Rules } from '../rule.ts';

/** Of all entries of a call together, in bytes. */
const MOST_BYTES = 1_048_576;

export const eventOperations = (wires: Wires, rules: Rules): Api['operations'] => ({
  PutEvents: {
    needs: () => [{ action: 'events:PutEvents', resource: busArn(wires.account) }],
    run: ({ Entries: entries = [], EndpointId: endpoint }: PutEventsRequest): PutEventsResponse => {
      if (endpoint !== undefined) throw new Error('the small AWS knows no global endpoints: EndpointId of PutEvents');
      if (entries.map(sizeOf).reduce((sum, size) => sum + size, 0) > MOST_BYTES) {
        throw new Refusal('ValidationException', 'Total size of the entries in the request is over the limit.');
      }
      const results = entries.map((entry) => accept(wires, rules, entry));
      return { Entries: results, FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
    },
  },
  TestEventPattern: {
    needs: () => [{ action: 'events:TestEventPattern', resource: '*' }],
    run: ({ EventPattern: pattern = '', Event: event = '' }: TestEventPatternRequest): TestEventPatternResponse => {
      const compiled = compileText(pattern, invalidPattern);
      return { Result: compiled.matches(eventIn(event)) };
    },
  },
});

/** As the user guide calculates it: a time is fourteen bytes, texts are as long as they are in UTF-8. */
const sizeOf = ({ Time, Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number =>
  (Time === undefined ? 0 : 14) +
  [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);

const LONGEST_DETAIL_TYPE = 128;

const accept = (wires: Wires, rules: Rules, entry: PutEventsRequestEntry): PutEventsResultEntry => {
  const { Source: source, DetailType: detailType, Detail: text, Resources: resources = [], Time: time } = entry;
  for (const [name, value] of Object.entries({ Source: source, DetailType: detailType, Detail: text })) {
    if (value === undefined || value === '') return invalid(name, `${name} is a required argument.`);
  }
  if ((detailType ?? '').length > LONGEST_DETAIL_TYPE) {
    return invalid('DetailType', `DetailType has more than ${LONGEST_DETAIL_TYPE} characters.`);
  }
  if (source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = objectIn(text ?? '');
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const sent = { source: source ?? '', 'detail-type': detailType ?? '', resources, detail };
  const event = carried(wires, time === undefined ? sent : { ...sent, time });
  const bus = entry.EventBusName ?? BUS;
  // An event for a bus that is not there is accepted, and never heard of again.
  if (bus === BUS || bus === busArn(wires.account)) route(wires, rules, event);
  else {
    const why = 'there is no such event bus, and PutEvents does not tell';
    wires.journal.write('missing-hop', { hop: 'bus', from: event.source, to: bus, why });
  }
  return { EventId: event.id };
};

const invalid = (name: string, why: string): PutEventsResultEntry => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${name} is not valid. Reason: ${why}`,
});

const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

const eventIn = (text: string): Readonly<Record<string, unknown>> => {
  const event = objectIn(text);
  if (event !== undefined && REQUIRED.every((name) => Object.hasOwn(event, name))) return event;
  throw new Refusal('ValidationException', 'Parameter Event is not valid.');
};

const objectIn = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
