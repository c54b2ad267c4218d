import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { DoctorReport } from '../../../cli/commands/doctor/report.ts';
import type { reportOf } from '../../../cli/commands/explain/report.ts';
import { handsOn } from '../../../sim/play/hands.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { furnish } from '../../../sim/play/stage.ts';
import { BAD } from '../../../sim/scenarios/common.ts';
import { loadTemplate } from '../../../sim/template/load.ts';
import { askerIn } from './doctor-seeds.ts';
import { oneLine } from './seen.ts';
import { smallAccount } from './small-account.ts';

/** Endpoints whose strategies are more than weights: one restores, two raise their stable, one falls back. */
const account = smallAccount({
  template: loadTemplate(inject('strategiesTemplate')),
  prepare: (world) => {
    furnish(world, { endpoint: 'ranking', canaryShare: 0, requestsPerMinute: 1_200 });
    for (const endpoint of ['fraud-scaled', 'fraud-scaled-soon'])
      world.autoscaling.keepWithin(endpoint, 'stable', { min: 2, max: endpoint === 'fraud-scaled' ? 4 : 8 });
  },
});
const type = async (...args: readonly string[]) => {
  const { out, err } = await account().type([...args, '--config', 'infra/strategies.config.ts']);
  return oneLine(`${err} ${out}`);
};
const json = async <Report>(...args: readonly string[]) =>
  JSON.parse((await account().type([...args, '--json', '--config', 'infra/strategies.config.ts'])).out) as Report;
const codes = ({ findings }: DoctorReport, endpoint: string) =>
  findings.filter((one) => one.endpoint === endpoint && one.code !== 'drill-old').map(({ code }) => code);
const asked = (...args: Parameters<ReturnType<typeof askerIn>>) => askerIn(account().world)(...args);

describe('before anything broke', () => {
  test('explain says what each strategy would do, and its limits', async () => {
    const ranking = await type('explain', 'ranking');
    expect(ranking).toContain('Then SageMaker is asked to bring back the last endpoint config that served well');
    expect(ranking).toContain('no endpoint config but the one in service is known to have served');
    expect(ranking).toContain('10 minutes after the one before at the earliest, 3 times within 60 minutes');
    expect(ranking).not.toContain('give only all traffic');
    expect(await type('explain', 'ranking', '--markdown')).toContain('served under its guards for 5 minutes');
    expect(await type('explain', 'fraud-scaled', '--markdown')).toContain(
      'is too small for all traffic it is raised first, to 6 at the most and within 10 minutes',
    );
    expect(await type('explain', 'fraud-fallback', '--markdown')).toContain('all traffic goes to previous');
  });
  test('explain says that a stable that is too small is raised, and a stable that is ill makes way for the fallback', async () => {
    const { world, passMinutes } = account();
    world.traffic.offer('fraud-scaled', { requestsPerMinute: 6_000, slowAboveMs: 500 });
    world.traffic.behave('fraud-fallback', 'stable', { ...HEALTHY, ...BAD });
    await passMinutes(4);
    expect(await type('explain', 'fraud-scaled')).toContain('So stable is raised first, to 6 at the most');
    expect(await type('explain', 'fraud-fallback')).toContain('So all traffic goes to the fallback previous');
    world.traffic.behave('fraud-fallback', 'stable', HEALTHY);
    world.traffic.offer('fraud-scaled', { requestsPerMinute: 1_200, slowAboveMs: 500 });
  });
  test('explain names the guards that cannot fire, because somebody muted them, and until when', async () => {
    const { world } = account();
    const Expression = `at(${new Date(world.wires.clock.now()).toISOString().slice(0, 16)})`;
    world.cloudwatch.mute({
      Name: 'load-test',
      Rule: { Schedule: { Expression, Duration: 'PT2H' } },
      MuteTargets: { AlarmNames: ['sagemaker-rollback/guard/fraud-fallback/canary/errors-5xx'] },
    });
    const told = await type('explain', 'fraud-fallback');
    expect(told).toMatch(/the mute rule load-test mutes errors-5xx of canary until 1[12]:\d\d:\d\d UTC\./);
    expect(told).toContain("aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name 'load-test'");
    const { muted } = await json<ReturnType<typeof reportOf>>('explain', 'fraud-fallback');
    expect(muted).toMatchObject([{ rule: 'load-test', guards: ['errors-5xx of canary'] }]);
  });
  test('status shows which endpoint configs served well', async () => {
    expect(await type('status', 'ranking')).toMatch(/Good ranking-config-7, in service: from \S+ UTC until/);
    expect(await json('status', 'ranking')).toMatchObject({
      endpoints: [{ good: [{ config: 'ranking-config-7' }] }],
    });
  });
  test('doctor looks at the second function and its role, and at what each strategy rests on', async () => {
    const report = await json<DoctorReport>('doctor');
    const checked = (area: string) => report.areas.find((one) => one.area === area)?.checked;
    expect(checked('hops')).toContain('3 functions');
    expect(checked('grants')).toContain('of 3 roles');
    expect(checked('endpoints')).toContain('what 1 endpoint could go back to; how far 2 stable variants can be raised');
    expect(report.findings.filter(({ area }) => area === 'grants')).toEqual([]);
    expect(codes(report, 'ranking')).toEqual(['nothing-good-known']);
    expect(codes(report, 'fraud-scaled')).toContain('autoscaling-ceiling');
    expect(codes(report, 'fraud-scaled-soon')).not.toContain('autoscaling-ceiling');
  });
  test('doctor tells that the second function was stopped', async () => {
    const { StackResourceSummaries: resources } = asked('cloudformation', 'ListStackResources', {
      StackName: 'sagemaker-rollback',
    }) as { StackResourceSummaries: { LogicalResourceId: string; PhysicalResourceId: string }[] };
    const FunctionName = resources.find(({ LogicalResourceId: id }) =>
      id.startsWith('StrategistHandler'),
    )?.PhysicalResourceId;
    asked('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: 0 });
    const told = await type('doctor', 'ranking');
    asked('lambda', 'DeleteFunctionConcurrency', { FunctionName });
    expect(told).toContain('no variant is raised, and no endpoint config restored');
  });
});

describe('after an endpoint config was restored', () => {
  beforeAll(async () => {
    const { world, passMinutes } = account();
    const { whenServing } = handsOn(world, 'ranking');
    whenServing('ranking-config-8', () => world.traffic.behave('ranking', 'only', { ...HEALTHY, ...BAD }));
    whenServing('ranking-config-7', () => world.traffic.behave('ranking', 'only', HEALTHY));
    const variants = [{ name: 'only', weight: 1, instances: 1 }];
    world.sagemaker.deploy('ana', { name: 'ranking', configName: 'ranking-config-8', variants });
    await passMinutes(9);
  }, 60_000);

  test('status says what is waited for, while it is under way', async () => {
    const told = await type('status', 'ranking');
    expect(told).toContain('The endpoint config ranking-config-7 in the place of ranking-config-8 was asked for at');
    expect(told).toContain('that SageMaker has started the new fleet');
  });
  test('history tells the orders in words, and the end as what came back', async () => {
    await account().passMinutes(12);
    const told = await type('history', 'ranking');
    expect(told).toContain(
      'SageMaker accepted: bring back endpoint config ranking-config-7 in the place of ranking-config-8',
    );
    expect(told).toContain('RECOVERED: ranking-config-7 is back, and it is proved');
    const [id = ''] = /ranking-2026\d+T\d+/.exec(told) ?? [];
    const steps = await type('history', 'ranking', '--incident', id);
    expect(steps).toContain('about to order: bring back endpoint config ranking-config-7');
    expect(steps).not.toContain('{"');
  });
  test('doctor tells that the config to go back to was deleted', async () => {
    const { world, passMinutes } = account();
    const variants = [{ name: 'only', weight: 1, instances: 1 }];
    world.sagemaker.deploy('ana', { name: 'ranking', configName: 'ranking-config-9', variants });
    await passMinutes(6);
    asked('sagemaker', 'DeleteEndpointConfig', { EndpointConfigName: 'ranking-config-7' });
    const report = await json<DoctorReport>('doctor', 'ranking');
    expect(codes(report, 'ranking')).toContain('good-config-missing');
  });
});
