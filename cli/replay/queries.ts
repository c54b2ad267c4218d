import { guardAlarmPrefix } from '../../lambdas/contract.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import { makeWorld } from '../../sim/world.ts';
import { synthOwn } from '../synth/synth.ts';
import { temporaryDirectory } from '../temporary.ts';
import { alarmsOnly } from './alarms-only.ts';
import { deploymentIn, policyFor } from './deployed.ts';
import { guardsOf, wantedOf } from './guards.ts';
import { nameOf, type Wanted } from './wanted.ts';

/** What `aws cloudwatch get-metric-data --metric-data-queries` takes to export all that the endpoint's guards watch. */
export const replayQueries = async (endpoint: string | undefined, template?: string): Promise<readonly object[]> => {
  const loaded = loadTemplate(template ?? (await synthOwn(temporaryDirectory('queries'))));
  const deployment = deploymentIn(loaded);
  const policy = policyFor(deployment, endpoint);
  const alarms = alarmsOnly(loaded, `${guardAlarmPrefix(deployment.name)}${policy.endpoint}/`);
  const world = await makeWorld({ template: alarms, seed: 1, start: 0, faults: {} });
  try {
    return wantedOf(guardsOf(world, deployment, policy)).map(queryFor);
  } finally {
    await world.close();
  }
};

const queryFor = (wanted: Wanted, index: number): object => ({
  Id: `m${index + 1}`,
  Label: nameOf(wanted),
  MetricStat: {
    Metric: {
      Namespace: wanted.namespace,
      MetricName: wanted.metric,
      Dimensions: Object.entries(wanted.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 60,
    Stat: wanted.stat,
  },
});
