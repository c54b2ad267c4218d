import type { Verdict } from '../../lambdas/domain/verdict.ts';
import type { Setting } from './setting.ts';
import type { State } from './state.ts';

/** A step from one state to the next by a look. */
export type Edge = { readonly before: State; readonly verdict: Verdict; readonly after: State };

/** What is about to be done, where, and under which rules. */
export type Act<Kind extends Verdict['kind'] = 'roll-back'> = Extract<Verdict, { readonly kind: Kind }> & {
  readonly before: State;
  readonly setting: Setting;
};

/** Each answers what breaks it, or nothing. They are said anew here: a law that asked the domain would agree with it. */
export type Laws<Kind extends Verdict['kind'] = 'roll-back'> = Readonly<
  Record<string, (act: Act<Kind>) => string | false>
>;
