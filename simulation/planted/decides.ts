import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { type Altering, altered, UNALTERED } from './altered.ts';
import type { Planted } from './planted.ts';

type RollBack = Extract<Verdict, { kind: 'roll-back' }>;
type Decides = NonNullable<Altering['decides']>;

const proved = (incident: Incident, at: Instant): Verdict => ({
  kind: 'end',
  incident,
  ending: { state: 'RECOVERED', at, because: 'proved' },
});

const otherwise =
  (change: (verdict: RollBack, situation: Situation) => Verdict): Decides =>
  (verdict, situation) =>
    verdict.kind === 'roll-back' ? change(verdict, situation) : verdict;

const stableOnly = ({ to }: RollBack, { policy }: Situation) => ({ [policy.stable]: to[policy.stable] ?? 1 });

/** All alarms of canaries say OK again: gives them back what they had. */
const restores: Decides = (verdict, { fleet, incident, alarms, policy }) => {
  const isQuiet = alarms.every(({ variant, alarm }) => variant === policy.stable || alarm.state !== 'ALARM');
  if (!isQuiet || fleet?.status !== 'InService' || incident?.shift?.inForceAt === undefined || incident.ending)
    return verdict;
  return { kind: 'roll-back', incident, to: incident.weightsAtOpen };
};

/** Bugs that make something else of a verdict. */
export const DECIDES: readonly Planted[] = (
  [
    ['200 taken as proof', (verdict, _, now) => (verdict.kind === 'watch' ? proved(verdict.incident, now) : verdict)],
    [
      'alarm OK at weight 0 taken as recovered',
      (verdict, { alarms }, now) =>
        verdict.kind === 'watch' && verdict.inForce && alarms.every(({ alarm }) => alarm.state === 'OK')
          ? proved(verdict.incident, now)
          : verdict,
    ],
    ['restores on OK', restores],
    ['everything to zero', otherwise((verdict) => ({ ...verdict, to: mapped(verdict.to, () => 0) }))],
    ['names stable only', otherwise((verdict, seen) => ({ ...verdict, to: stableOnly(verdict, seen) }))],
    [
      'leaves a rest on the canary',
      otherwise((verdict) => ({ ...verdict, to: mapped(verdict.to, (weight) => weight || 0.5) })),
    ],
    [
      'gives up on a busy endpoint',
      (verdict, { incident }) =>
        verdict.kind === 'roll-back' && incident?.hold?.kind === 'endpoint-busy'
          ? { kind: 'nothing', because: 'no-breach' }
          : verdict,
    ],
    [
      'never gives up',
      (verdict, { fleet, policy, incident }) =>
        verdict.kind === 'end' && verdict.ending.because === 'kept-being-reverted' && fleet && incident
          ? {
              kind: 'roll-back',
              incident,
              to: mapped(incident.weightsAtOpen, (weight, name) => (name === policy.stable ? weight || 1 : 0)),
            }
          : verdict,
    ],
    [
      'holds without a word',
      (verdict) => (verdict.kind === 'hold' ? { kind: 'nothing', because: 'no-breach' } : verdict),
    ],
  ] satisfies readonly (readonly [string, Decides])[]
).map(([name, decides]) => ({ name, automation: altered({ decides }), control: UNALTERED }));

const mapped = (weights: RollBack['to'], change: (weight: number, name: string) => number): RollBack['to'] =>
  Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, change(weight, name)]));
