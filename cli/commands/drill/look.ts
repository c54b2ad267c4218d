import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { UNREAD } from '../../account/unread.ts';
import { keepingSet } from './alarm.ts';
import { type Answer, callByHand, causesOfRule } from './causes.ts';
import { BOUNDS, broken, type Cause, type Hop, notKnown, until, worked } from './hops.ts';
import { entriesOf, factOf, interrupted, type Scene, say } from './scene.ts';

/** What became of the alarm's event. */
export type Looked = {
  readonly rule: Hop;
  readonly function: Hop;
  /** The first look of the function at the drill, as the ledger has it. */
  readonly look?: Entry;
  /** What the function said when it was called by hand, because nothing had come of it. */
  readonly failure?: string;
  /** A real incident came first. */
  readonly incident?: string;
};

type Found = { readonly look: Entry } | { readonly incident: string };

export const awaitLook = async (scene: Scene): Promise<Looked> => {
  const keepSet = keepingSet(scene);
  const found = await until(scene.session.io, BOUNDS.function, () => probe(scene, keepSet));
  if (found === undefined) return byHand(scene);
  if ('incident' in found) {
    const says = `the incident ${found.incident} opened meanwhile, and comes first`;
    return { rule: notKnown('rule', says), function: notKnown('function', says), incident: found.incident };
  }
  return { ...(await lookedBy(scene, found.look)), look: found.look };
};

const probe = async (scene: Scene, keepSet: () => Promise<void>): Promise<Found | undefined> => {
  const entries = await entriesOf(scene);
  const [look] = entries === UNREAD ? [] : entries;
  if (look !== undefined) return { look };
  const incident = await interrupted(scene);
  if (incident !== undefined) return { incident };
  await keepSet();
  return undefined;
};

/** When the alarm that the look saw was set: by then CloudWatch may have corrected an earlier one. */
export const seenAt = ({ incident, at }: Entry): Instant => incident?.breach?.at ?? at;

const lookedBy = async (scene: Scene, look: Entry): Promise<Pick<Looked, 'rule' | 'function'>> => {
  const after = look.at - seenAt(look);
  const looked = worked('function', `it looked, and recorded its verdict: ${verdictOf(look)}`, after);
  const why = factOf(look, 'why') || 'an unknown trigger';
  if (why.startsWith('alarm') && after <= BOUNDS.rule)
    return {
      rule: worked('rule', 'EventBridge handed the event of the alarm to the function', after),
      function: looked,
    };
  say(scene, `the function looked because of: ${why}`);
  const causes = await causesOfRule(scene, scene.deployed.parts.alarmRule);
  const says = why.startsWith('alarm')
    ? `the event of the alarm came after more than ${BOUNDS.rule / 1_000} s`
    : `the event of the alarm did not come; the function looked because of: ${why}`;
  return { rule: broken('rule', says, causes.length > 0 ? causes : [UNKNOWN_CAUSE]), function: looked };
};

const UNKNOWN_CAUSE: Cause = {
  what: 'The rule is enabled, and its target is the function.',
  mend: "See the rule's metrics FailedInvocations and InvocationsSentToDlq, and the dead letters (docs/runbook.md).",
};

const verdictOf = ({ what, incident }: Entry): string => {
  if (what === 'hold') return `hold, ${incident?.hold?.kind ?? 'for a reason that cannot be read'}`;
  return what === 'intent' ? 'roll back' : what;
};

/** Nothing came of the alarm: the function is called as an event would call it, and says what is wrong. */
const byHand = async (scene: Scene): Promise<Looked> => {
  say(scene, 'nothing came of it; the function is called by hand');
  const answer = await callByHand(scene);
  const entries = answer.kind === 'looked' ? await entriesOf(scene) : [];
  const [look] = entries === UNREAD ? [] : entries;
  const causes = await causesOfRule(scene, scene.deployed.parts.alarmRule);
  return {
    rule: ruleWithout(scene, answer, causes),
    function: functionWhich(scene, answer),
    ...(look && { look }),
    ...(answer.kind === 'failed' && answer.denied ? { failure: answer.message } : {}),
  };
};

/** Whether the event came shows only in what the function writes: where it cannot write, only what is wrong is known. */
const ruleWithout = (scene: Scene, { kind }: Answer, causes: readonly Cause[]): Hop => {
  if (causes.length > 0) return broken('rule', 'it does not hand the event of the alarm to the function', causes);
  if (kind === 'looked' && scene.blanks.sentences().every((one) => !one.startsWith('The ledger')))
    return broken('rule', 'the event of the alarm did not come', [UNKNOWN_CAUSE]);
  return notKnown('rule', 'enabled, and its target is the function; whether the event came is not known');
};

const functionWhich = ({ deployed }: Scene, answer: Answer): Hop => {
  const name = deployed.parts.reconcile;
  if (answer.kind === 'failed') return failing(answer);
  if (answer.kind === 'looked') return worked('function', 'it looks when it is called by hand');
  if (answer.kind === 'unread') return notKnown('function', 'it recorded nothing, and could not be called by hand');
  if (answer.kind === 'missing')
    return broken('function', `there is no function ${name}`, [{ what: 'It was deleted.', mend: 'npx cdk deploy' }]);
  return broken('function', 'Lambda refuses to run it', [
    {
      what: 'Its reserved concurrency is 0 or used up, or that of the account is.',
      mend: `aws lambda get-function-concurrency --function-name ${name}`,
    },
  ]);
};

const failing = ({ message, denied }: Extract<Answer, { kind: 'failed' }>): Hop =>
  denied
    ? worked('function', 'it runs, and is denied what it asks for')
    : broken('function', 'it fails', [
        { what: `It said: ${message}`, mend: 'See its log (docs/runbook.md, What is going on).' },
      ]);
