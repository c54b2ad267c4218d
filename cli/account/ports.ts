import { cloudwatchAlarms } from '../../lambdas/aws/alarms.ts';
import { sagemakerEndpoints } from '../../lambdas/aws/endpoints.ts';
import { ssmFreeze } from '../../lambdas/aws/freeze.ts';
import { cloudwatchHistory } from '../../lambdas/aws/history.ts';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import { dynamoGoodConfigs } from '../../lambdas/aws/ledger-good.ts';
import { snsOncall } from '../../lambdas/aws/oncall.ts';
import { cloudwatchTraffic } from '../../lambdas/aws/traffic.ts';
import type { Parts } from '../../lambdas/contract.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import type { Log, Ports } from '../../lambdas/ports.ts';
import type { Account } from './account.ts';

/** A person waits longer than a canary may: credentials alone can take some seconds. */
export const PATIENCE_MS = 10_000;

/** The functions' own adapters over this person's clients: the same domain code looks through the same eyes. */
export const portsOf = (
  account: Account,
  parts: Pick<Parts, 'freezeParameter' | 'ledger' | 'oncallTopic' | 'pagerTopic'>,
  { clock, log }: { readonly clock: () => Instant; readonly log: Log },
): Ports => ({
  clock,
  endpoints: sagemakerEndpoints(account.sagemaker()),
  alarms: cloudwatchAlarms(account.cloudwatch()),
  traffic: cloudwatchTraffic(account.cloudwatch(), { withinMs: PATIENCE_MS, log }),
  history: (asked, span) => cloudwatchHistory(account.cloudwatch(), log, PATIENCE_MS)(asked, span),
  freeze: ssmFreeze(account.ssm(), parts.freezeParameter, { clock, log, withinMs: PATIENCE_MS }),
  ledger: dynamoLedger(account.dynamodb(), parts.ledger, log, PATIENCE_MS),
  goodConfigs: dynamoGoodConfigs(account.dynamodb(), parts.ledger, log, PATIENCE_MS),
  oncall: snsOncall(account.sns(), { oncall: parts.oncallTopic, pager: parts.pagerTopic }),
  log,
});
