import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { makeSageMakerRuntime } from '../../../sim/services/sagemaker-runtime/runtime.ts';
import { Later } from '../../../sim/types.ts';
import { arn, call, served } from './account.ts';
import { refusal } from './fraud.ts';

const ARN = arn('endpoint', 'fraud');
const BUSY = `Cannot update in-progress endpoint "${ARN}".`;
const TAKEN = `Cannot create already existing endpoint "${ARN}".`;
const UNKNOWN = 'Endpoint Fraud of account 111122223333 not found.';
const odd = (status: string) => `Cannot update endpoint "${ARN}" in status ${status}.`;

type Row = {
  readonly update: string;
  readonly weights: string;
  readonly remove: string;
  readonly invoke: string;
};

/** What each state answers; "ok" where the operation is taken. Describing and tagging are taken in every state. */
const CONTRACT: Readonly<Record<EndpointStatus, Row>> = {
  InService: { update: 'ok', weights: 'ok', remove: 'ok', invoke: 'ok' },
  Creating: { update: BUSY, weights: BUSY, remove: BUSY, invoke: UNKNOWN },
  Updating: { update: BUSY, weights: BUSY, remove: BUSY, invoke: 'ok' },
  SystemUpdating: { update: BUSY, weights: BUSY, remove: BUSY, invoke: 'ok' },
  RollingBack: { update: BUSY, weights: BUSY, remove: BUSY, invoke: 'ok' },
  Deleting: { update: BUSY, weights: BUSY, remove: BUSY, invoke: UNKNOWN },
  Failed: { update: odd('Failed'), weights: odd('Failed'), remove: 'ok', invoke: UNKNOWN },
  OutOfService: { update: odd('OutOfService'), weights: odd('OutOfService'), remove: 'ok', invoke: UNKNOWN },
  UpdateRollbackFailed: { update: 'ok', weights: odd('UpdateRollbackFailed'), remove: 'ok', invoke: 'ok' },
};

const answerOf = (attempt: () => unknown): string => {
  let answer = 'ok';
  try {
    attempt();
  } catch {
    answer = refusal(attempt).message;
  }
  return answer;
};

describe.each(Object.entries(CONTRACT) as [EndpointStatus, Row][])('an endpoint that is %s', (status, row) => {
  const inStatus = () => {
    const w = served();
    w.sagemaker.setStatus('Fraud', status);
    return w;
  };
  const weights = { EndpointName: 'Fraud', DesiredWeightsAndCapacities: [{ VariantName: 'only', DesiredWeight: 2 }] };

  test('is described', () => {
    expect(inStatus().describe()).toMatchObject({ EndpointStatus: status, EndpointConfigName: 'one' });
  });
  test('is told in events in upper snake case', () => {
    const upper = status.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    expect(inStatus().events.at(-1)?.detail['EndpointStatus']).toBe(upper);
  });
  test('answers UpdateEndpoint', () => {
    const w = inStatus();
    expect(answerOf(() => w.update())).toBe(row.update);
    expect(w.describe().EndpointStatus).toBe(row.update === 'ok' ? 'Updating' : status);
  });
  test('answers UpdateEndpointWeightsAndCapacities', () => {
    const w = inStatus();
    expect(answerOf(() => w.ask('UpdateEndpointWeightsAndCapacities', weights))).toBe(row.weights);
    expect(w.describe().ProductionVariants?.[0]?.DesiredWeight).toBe(row.weights === 'ok' ? 2 : 1);
  });
  test('answers DeleteEndpoint', () => {
    const w = inStatus();
    expect(answerOf(() => w.ask('DeleteEndpoint', { EndpointName: 'Fraud' }))).toBe(row.remove);
    expect(w.describe().EndpointStatus).toBe(row.remove === 'ok' ? 'Deleting' : status);
  });
  test('keeps its name for itself, in any case', () => {
    const w = inStatus();
    const again = { EndpointName: 'FRAUD', EndpointConfigName: 'two' };
    expect(refusal(() => w.ask('CreateEndpoint', again))).toEqual({ code: 'ValidationException', message: TAKEN });
  });
  test('takes, lists and gives up tags', () => {
    const w = inStatus();
    const tag = { Key: 'team', Value: 'fraud' };
    expect(w.ask('AddTags', { ResourceArn: ARN, Tags: [tag] })).toEqual({ Tags: [tag] });
    expect(w.ask('ListTags', { ResourceArn: ARN })).toEqual({ Tags: [tag] });
    w.ask('DeleteTags', { ResourceArn: ARN, TagKeys: ['team'] });
    expect(w.ask('ListTags', { ResourceArn: ARN })).toEqual({ Tags: [] });
  });
  test('answers InvokeEndpoint', () => {
    const w = inStatus();
    const runtime = makeSageMakerRuntime(w.wires, { serving: w.sagemaker.serving, ask: w.traffic.ask });
    const invoke = () => call(runtime, 'InvokeEndpoint', { EndpointName: 'Fraud', Body: 'x' });
    expect(answerOf(invoke)).toBe(row.invoke);
    if (row.invoke === 'ok') expect(invoke()).toBeInstanceOf(Later);
    else expect(refusal(invoke).code).toBe('ValidationError');
  });
});

test('a deployment that stopped half-way is cured by another one', () => {
  const w = served();
  w.sagemaker.setStatus('Fraud', 'UpdateRollbackFailed', 'both failed');
  w.update();
  w.after(10 * 60_000);
  expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'two' });
  expect(w.describe().FailureReason).toBeUndefined();
});

test('a deployment that stopped half-way may also be sent back to the config that it came from', () => {
  const w = served();
  w.sagemaker.setStatus('Fraud', 'UpdateRollbackFailed', 'both failed');
  w.update({ EndpointConfigName: 'one' });
  w.after(10 * 60_000);
  expect(w.describe()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'one' });
});

test('an endpoint that could not be created is Failed, says why, and can only be deleted', () => {
  const w = served();
  w.sagemaker.failNextChange('Other', 'the container did not pass its health check');
  w.ask('CreateEndpoint', { EndpointName: 'Other', EndpointConfigName: 'one' });
  expect(w.describe('Other').EndpointStatus).toBe('Creating');
  w.after(4 * 60_000);
  expect(w.describe('Other')).toMatchObject({
    EndpointStatus: 'Failed',
    FailureReason: 'the container did not pass its health check',
  });
  w.ask('DeleteEndpoint', { EndpointName: 'Other' });
  w.after(60_000);
  expect(refusal(() => w.describe('Other')).message).toBe(`Could not find endpoint "${arn('endpoint', 'other')}".`);
});
