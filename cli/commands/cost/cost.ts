import { resolve } from 'node:path';
import type { Outcome } from '../../command.ts';
import { type Bill, billOf, canaryHour } from '../../cost/bill.ts';
import { type GuardCost, guardCosts } from '../../cost/guards.ts';
import { ASSUMED } from '../../cost/prices.ts';
import { costlyIn } from '../../cost/template.ts';
import type { Session } from '../../session.ts';
import { synthFleets } from '../../synth/synth.ts';
import { temporaryDirectory } from '../../temporary.ts';
import { Trouble } from '../../trouble.ts';
import { costRows } from './rows.ts';

export type CostReport = {
  readonly region: 'us-east-1';
  readonly config: Bill;
  /** The same for so many endpoints like the config's first one. */
  readonly fleets: readonly Bill[];
  /** Of the config's first endpoint, a month. */
  readonly guards: { readonly endpoint: string; readonly each: readonly GuardCost[] };
  /** US dollars for each hour in which a canary of this config has traffic; absent: nothing is compared. */
  readonly judgePerCanaryHour?: number;
  readonly assumed: typeof ASSUMED;
};

export const cost = async (session: Session, counts: readonly number[]): Promise<Outcome<CostReport>> => {
  const own = await session.config();
  const file = resolve(session.common.config);
  if (own === undefined)
    throw new Trouble(
      'config',
      `There is no ${file}.`,
      'Name it with --config, or write one: npx sagemaker-rollback init',
    );
  const [config = [], ...fleets] = await synthFleets(temporaryDirectory('cost'), { file, counts });
  const stacks = config.map(costlyIn);
  const judgePerCanaryHour = canaryHour(stacks);
  const first = own.deployment.policies[0]?.endpoint ?? '';
  const report: CostReport = {
    region: 'us-east-1',
    config: billOf(own.deployment.policies.length, stacks),
    fleets: fleets.map((stacks, place) => billOf(counts[place] ?? 0, stacks.map(costlyIn))),
    guards: { endpoint: first, each: guardCosts(config, first) },
    ...(judgePerCanaryHour !== undefined && { judgePerCanaryHour }),
    assumed: ASSUMED,
  };
  return { report, rows: (page) => costRows(report, page) };
};
