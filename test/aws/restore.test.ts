import { IAMClient } from '@aws-sdk/client-iam';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { describe, expect, test } from 'vitest';
import { restoreConfig } from '../../lambdas/aws/restore.ts';
import type { RestoreOrder } from '../../lambdas/domain/strategies/order.ts';
import { makeIam } from '../../sim/iam/iam.ts';
import { Refusal } from '../../sim/types.ts';
import { endpointName } from '../builders.ts';
import { account, call } from '../sim/sagemaker/account.ts';
import { denyEverything, interrupted, wired } from './wired.ts';

const RANKING = endpointName('ranking');

/** The endpoint `ranking` with ranking-8, scaled out to five instances; ranking-7 is there with its model and role. */
const serving = async () => {
  const w = account();
  const iam = makeIam(w.wires);
  const role = iam.addRole('ranking-model', 'sagemaker.amazonaws.com');
  const model = (name: string, ExecutionRoleArn = role) => {
    call(w.sagemaker, 'CreateModel', { ModelName: name, ExecutionRoleArn, PrimaryContainer: { Image: `${name}:1` } });
    return name;
  };
  const config = (name: string, VariantName = 'only', ModelName = name) => {
    const variant = { VariantName, ModelName, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 };
    call(w.sagemaker, 'CreateEndpointConfig', { EndpointConfigName: name, ProductionVariants: [variant] });
    return name;
  };
  w.sagemaker.create({ name: RANKING, configName: 'ranking-8', variants: [{ name: 'only', weight: 1, instances: 5 }] });
  model('ranking-7');
  config('ranking-7');
  const trouble: { refusal?: Refusal } = {};
  const inputs: unknown[] = [];
  const asked = interrupted(w.sagemaker, 'UpdateEndpoint', (input) => {
    inputs.push(input);
    if (trouble.refusal) throw trouble.refusal;
  });
  const settings = await wired(w.wires, [asked, iam]);
  const clients = { sagemaker: new SageMakerClient(settings), iam: new IAMClient(settings) };
  const order = (over: Partial<RestoreOrder> = {}): RestoreOrder => ({
    kind: 'restore',
    from: 'ranking-8',
    to: 'ranking-7',
    goodUntil: w.wires.clock.now(),
    ...over,
  });
  return { ...w, model, config, inputs, trouble, order, carryOut: restoreConfig(clients) };
};

describe('a restore', () => {
  test('asks for the good config with today’s count of instances, and tells what nobody looked at', async () => {
    const { carryOut, order, sagemaker, inputs } = await serving();
    expect(await carryOut(RANKING, order())).toEqual({ kind: 'restoring', unproved: ['image ranking-7:1'] });
    expect(inputs).toMatchObject([{ EndpointConfigName: 'ranking-7', RetainAllVariantProperties: true }]);
    expect(sagemaker.endpoint(RANKING)).toMatchObject({
      status: 'Updating',
      deployment: { configName: 'ranking-7', variants: [{ desiredInstances: 5 }] },
    });
  });
  test('F16: is not asked for while anything is under way', async () => {
    const { carryOut, order, sagemaker, inputs } = await serving();
    sagemaker.setStatus(RANKING, 'RollingBack');
    expect(await carryOut(RANKING, order())).toEqual({ kind: 'busy' });
    expect(inputs).toEqual([]);
  });
  test('F15: is not asked for when another config is in service by now', async () => {
    const { carryOut, order, inputs } = await serving();
    const answer = await carryOut(RANKING, order({ from: 'ranking-6' }));
    expect(answer).toEqual({ kind: 'refused', message: 'ranking-8 is in service, and the order replaces ranking-6' });
    expect(inputs).toEqual([]);
  });
  test('that finds the endpoint busy after all is told as such', async () => {
    const { carryOut, order, trouble } = await serving();
    trouble.refusal = new Refusal('ValidationException', 'Cannot update in-progress endpoint "x".');
    expect(await carryOut(RANKING, order())).toEqual({ kind: 'busy' });
    trouble.refusal = new Refusal('ResourceLimitExceeded', 'The account-level service limit is 5 instances.');
    expect(await carryOut(RANKING, order())).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/service limit/),
    });
  });
  test('that may not look asks for nothing, and says so', async () => {
    const { carryOut, order, wires, inputs } = await serving();
    denyEverything(wires);
    expect(await carryOut(RANKING, order())).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/AccessDenied/),
    });
    expect(inputs).toEqual([]);
  });
});

type World = Awaited<ReturnType<typeof serving>>;

describe('a config is not proved, and nothing is asked of SageMaker, when', () => {
  const unproved: readonly (readonly [string, (world: World) => Partial<RestoreOrder>, RegExp])[] = [
    ['it is gone', () => ({ to: 'ranking-6' }), /^endpoint config ranking-6 does not exist any more$/],
    [
      'another one was made under its name after it had served well',
      ({ wires }) => ({ goodUntil: wires.clock.now() - 1 }),
      /^endpoint config ranking-7 was made at .*, after one of its name had last served well$/,
    ],
    [
      'its model is gone',
      ({ sagemaker }) => {
        call(sagemaker, 'DeleteModel', { ModelName: 'ranking-7' });
        return {};
      },
      /^model ranking-7 does not exist any more$/,
    ],
    [
      'it has another variant, which no guard watches',
      ({ config }) => ({ to: config('other', 'renamed', 'ranking-7') }),
      /^endpoint config other has the variants renamed, and the guards watch only$/,
    ],
    [
      'its role is gone',
      ({ model, config }) => ({ to: config(model('lost', 'arn:aws:iam::111122223333:role/lost')) }),
      /^role lost does not exist any more$/,
    ],
    [
      'its role is of another account',
      ({ model, config }) => ({ to: config(model('far', 'arn:aws:iam::444455556666:role/far')) }),
      /^role arn:aws:iam::444455556666:role\/far is of another account$/,
    ],
  ];
  test.each(unproved)('%s', async (_, happens, what) => {
    const world = await serving();
    expect(await world.carryOut(RANKING, world.order(happens(world)))).toEqual({
      kind: 'unproved',
      what: expect.stringMatching(what),
    });
    expect(world.inputs).toEqual([]);
  });
});
