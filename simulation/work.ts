import type { BundledRan } from './bundled/run.ts';
import type { Hunted } from './planted/hunt.ts';
import { type Ran, runSeeds, type Seeds } from './run.ts';

/** What a thread can do, by what it is asked and what it gives. */
type Works = {
  readonly seeds: { readonly asked: Seeds; readonly given: Ran };
  readonly hunt: { readonly asked: Seeds & { readonly name: string }; readonly given: Hunted };
  readonly bundled: { readonly asked: Seeds & { readonly template: string }; readonly given: BundledRan };
};

export type Kind = keyof Works;
export type Given<Some extends Kind> = Works[Some]['given'];
/** As it is sent to a thread. */
export type Task<Some extends Kind = Kind> = {
  [One in Some]: { readonly kind: One; readonly asked: Works[One]['asked'] };
}[Some];

const WORK: { readonly [Some in Kind]: (asked: Works[Some]['asked']) => Promise<Given<Some>> } = {
  seeds: runSeeds,
  hunt: async ({ name, from, count }) => {
    const [{ hunt }, { plantedNamed }] = await Promise.all([import('./planted/hunt.ts'), import('./planted/index.ts')]);
    return hunt(plantedNamed(name), { from, seeds: count });
  },
  // The stand-in is loaded for these only.
  bundled: async (asked) => (await import('./bundled/run.ts')).runBundled(asked),
};

export const workOn = <Some extends Kind>({ kind, asked }: Task<Some>): Promise<Given<Some>> => WORK[kind](asked);
