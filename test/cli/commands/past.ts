import { openAccount } from '../../../cli/account/account.ts';
import { findDeployed } from '../../../cli/account/deployed.ts';
import { writeSwitch } from '../../../lambdas/aws/freeze-value.ts';
import { dynamoLedger } from '../../../lambdas/aws/ledger.ts';
import { endDrill } from '../../../lambdas/aws/ledger-drill.ts';
import { appendNote } from '../../../lambdas/aws/ledger-notes.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { BAD } from '../../../sim/scenarios/common.ts';
import { at, endpointName, incident } from '../../builders.ts';
import { drive, makeWaits } from './drive.ts';
import type { SmallAccount } from './small-account.ts';

const ANA = 'arn:aws:iam::111122223333:user/ana';
const EU = endpointName('FraudDetector-EU');

/**
 * What makes the small account worth looking at: fraud-detector's canary broke, was rolled back, and ana gave it traffic
 * again; fraud-observe's canary is broken; FraudDetector-EU had a drill, and is frozen.
 */
export const livePast = async (account: SmallAccount): Promise<void> => {
  const { world, passMinutes } = account;
  await world.run({ until: Date.parse('2026-01-05T10:00:00Z') });
  world.traffic.behave('fraud-detector', 'canary', { ...HEALTHY, ...BAD });
  await passMinutes(10);
  // Of fifty requests a minute one that fails is 2 %: chance must not open another incident.
  world.traffic.behave('fraud-detector', 'canary', { ...HEALTHY, errorRatio5xx: 0, modelErrorRatio: 0 });
  world.traffic.behave('fraud-observe', 'canary', { ...HEALTHY, ...BAD });
  await drillAndFreeze(account);
  await passMinutes(3);
  world.sagemaker.changeWeights('ana', 'fraud-detector', { stable: 0.95, canary: 0.05 });
  await passMinutes(3);
};

/** As `drill` and `freeze` leave them. */
const drillAndFreeze = async ({ world, type }: SmallAccount): Promise<void> => {
  // The first command tells this process where the small AWS is.
  await type(['status']);
  const account = openAccount({});
  const inTime = <Value>(work: Promise<Value>) => drive(world, makeWaits(world), work);
  const { parts } = await inTime(findDeployed(account, 'sagemaker-rollback'));
  const now = world.wires.clock.now();
  const place = { table: parts.ledger, endpoint: EU };
  const result = { at: now, worked: false, broken: ['delivery'] };
  const drill = { id: 'drill-20260105T100500', by: ANA, at: now - 150_000, move: false, until: now + 600_000, result };
  await inTime(endDrill(account.dynamodb(), place, { record: drill, facts: {} }));

  const frozen = { endpoint: EU, by: ANA, reason: 'sale weekend', until: now + 172_800_000 };
  world.parameters.put(parts.freezeParameter, writeSwitch([frozen]));
  const note = { what: 'frozen', at: now, facts: { by: ANA, before: [], after: [frozen] } };
  await inTime(appendNote(account.dynamodb(), parts.ledger, { endpoints: [EU], note }));
};

const TEN_SECONDS = 10_000;

/** Lets a test begin at a time that those before it have no part in. */
export const atTenSeconds = ({ world }: SmallAccount): Promise<void> =>
  world.run({ until: Math.ceil(world.wires.clock.now() / TEN_SECONDS) * TEN_SECONDS });

/** A golden holds whole seconds: a test that types one command more changes no more than it must. */
export const wholeSeconds = (json: string): string => json.replaceAll(/\.\d{3}Z/g, '.000Z');

/** What the ledger keeps of an endpoint that was taken out of the config since. */
export const pastOfUnguarded = async ({ world, type }: SmallAccount): Promise<void> => {
  await type(['status']);
  const account = openAccount({});
  const inTime = <Value>(work: Promise<Value>) => drive(world, makeWaits(world), work);
  const { parts } = await inTime(findDeployed(account, 'sagemaker-rollback'));
  const endpoint = endpointName('was-guarded');
  const ended = { state: 'RECOVERED', at: at(20), because: 'proved' } as const;
  const over = { ...incident({ endpoint, id: 'was-guarded-20260101T100930' }), ending: ended };
  const ledger = dynamoLedger(account.dynamodb(), parts.ledger, () => undefined, 5_000);
  const facts = { verdict: 'end', state: 'RECOVERED', because: 'proved' };
  await inTime(ledger.write({ incident: over, replaces: 0, at: at(20), what: 'end', facts }, 5_000));
};
