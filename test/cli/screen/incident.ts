import type { JournalLine } from '../../../sim/types.ts';
import { ALARM, alarm, ENDPOINT, event, invocation, line, minute, READS, summary, time, weights } from './journal.ts';

const INCIDENT = `${ENDPOINT}-20260105T100308`;
export const COMMAND = `aws sagemaker describe-endpoint --endpoint-name ${ENDPOINT} --query '{Status:EndpointStatus,Weights:ProductionVariants[].[VariantName,CurrentWeight,DesiredWeight]}'`;

const breach = {
  variant: 'canary',
  alarm: ALARM,
  guard: 'errors-5xx',
  at: Date.parse(time(188)),
  threshold: 0.02,
  value: 0.131,
  requests: 283,
};

/** The roll-back as its function tells it: the weights change while its call is still under way. */
const rollBack = (): JournalLine[] => {
  const { invoke, log, call, end } = invocation('r-1');
  return [
    invoke(188.3, true),
    log(188.3, 'triggered', { by: 'endpoint' }),
    ...READS.map(([ms, api, operation]) => call(188.3, ms, [api, operation])),
    log(188.38, 'decided', {
      endpoint: ENDPOINT,
      verdict: 'roll-back',
      incident: INCIDENT,
      to: { stable: 0.9, canary: 0 },
      breach,
    }),
    call(188.38, 8, ['dynamodb', 'TransactWriteItems']),
    weights(188.43, { status: 'Updating', stable: 0.9, canary: 0.1, by: 'Reconcile' }),
    call(188.39, 80, ['sagemaker', 'UpdateEndpointWeightsAndCapacities']),
    log(188.47, 'asked for the shift', {
      endpoint: ENDPOINT,
      incident: INCIDENT,
      to: { stable: 0.9, canary: 0 },
      answer: 'accepted',
    }),
    call(188.47, 8, ['dynamodb', 'TransactWriteItems']),
    call(188.48, 30, ['sns', 'Publish']),
    end(188.51),
  ];
};

const recovered = (): JournalLine[] => {
  const { invoke, log, call, end } = invocation('r-2');
  return [
    invoke(431),
    log(431, 'triggered', { by: 'sweep' }),
    call(431, 60, ['cloudwatch', 'DescribeAlarms']),
    log(431.06, 'swept', { endpoints: 3, looksAt: [ENDPOINT] }),
    ...READS.map(([ms, api, operation]) => call(431.06, ms, [api, operation])),
    log(431.14, 'decided', {
      endpoint: ENDPOINT,
      verdict: 'end',
      incident: INCIDENT,
      state: 'RECOVERED',
      'log.at': Date.parse(time(431.14)),
      because: 'proved',
    }),
    end(431.2),
  ];
};

export const email = (seconds: number, subject: string, paragraphs: readonly string[]): JournalLine =>
  line(seconds, 'message', {
    channel: 'email',
    topic: 'Oncall',
    to: 'oncall@example.com',
    subject,
    text: [subject, '', ...paragraphs, '', COMMAND, '', `Incident ${INCIDENT}, message 1.`].join('\n'),
  });

export const page = (seconds: number): JournalLine =>
  line(seconds, 'message', {
    channel: 'email',
    topic: 'Pager',
    to: 'oncall@example.com',
    subject: 'ALARM: "canary/errors-5xx" in EU (Ireland)',
    text: JSON.stringify({ AlarmName: ALARM, NewStateReason: 'Threshold Crossed: 2 out of the last 3 datapoints.' }),
  });

export const slack = (seconds: number, headline: string): JournalLine =>
  line(seconds, 'message', {
    channel: 'slack',
    path: '/slack/services/T/B/X',
    status: 200,
    body: {
      text: `${headline}\n\nWhat was seen: …`,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: `:rewind: ${headline}`, emoji: true } },
        { type: 'context', elements: [{ type: 'mrkdwn', text: `Incident ${INCIDENT}, message 1.` }] },
      ],
    },
  });

/** From the healthy minute to the proof, as `bad-canary` plays it. */
export const incident = (): JournalLine[] => [
  weights(0, { status: 'InService', stable: 0.9, canary: 0.1, by: 'sagemaker' }),
  ...minute(60, { canaryShare: 0.1, canaryErrors: 2 }),
  line(60, 'story', { text: 'A bad model file reaches the canary: from now on it fails one request in ten.' }),
  ...minute(120, { canaryShare: 0.1, canaryErrors: 31 }),
  ...minute(180, { canaryShare: 0.1, canaryErrors: 29 }),
  alarm(188, 'OK', 'ALARM'),
  event(188.23, ALARM),
  ...rollBack(),
  slack(188.9, 'Rolling back fraud-detector: all traffic to stable'),
  page(190.1),
  email(190.6, 'Rolling back fraud-detector: all traffic to stable', [
    'What was seen:   canary: server errors (5XX) 13.1 % of 283 requests in a minute, allowed 2 %.',
    'What was done:   Asked SageMaker at 10:03:08 UTC to give stable all traffic, and it accepted.',
    'What it means:   Whether that helps is not proved yet.',
    'What to do next: Nothing now: the last message says how it ended.',
  ]),
  ...minute(240, { canaryShare: 0.1, canaryErrors: 28 }),
  weights(248.4, { status: 'InService', stable: 0.9, canary: 0, by: 'sagemaker' }),
  ...minute(300, { canaryShare: 0, canaryErrors: 0 }),
  alarm(308, 'ALARM', 'OK', 0),
  ...recovered(),
  email(433.2, 'RECOVERED fraud-detector', [
    'What was seen:   canary: server errors (5XX) 13.1 % of 283 requests in a minute, allowed 2 %.',
    'What was done:   It is proved: no other variant served a request for a whole minute.',
    'What it means:   Users are on stable.',
    'What to do next: Find out what is wrong with canary.',
  ]),
  summary(528),
];
