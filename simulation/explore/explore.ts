import { SECOND } from '../../lambdas/domain/model.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import type { Event } from './events.ts';
import { keyIn } from './key.ts';
import type { Edge } from './law.ts';
import { broken } from './laws.ts';
import { ILL, looked, verdictIn, type Way, WELL } from './look.ts';
import type { Setting } from './setting.ts';
import type { State } from './state.ts';

export type Decide = (state: State, setting: Setting) => Verdict;

/** What is explored: from any of these states, any of these events, under these rules. */
export type Machine = {
  readonly setting: Setting;
  readonly starts: readonly State[];
  readonly events: readonly Event[];
  /** For each event there is its mirror image, and neither rules nor laws tell one canary from the other. */
  readonly mirrored?: boolean;
};

/** `decide`: in the place of the domain's own. `onLayer`: as soon as all states that are so deep are known. */
type Asked = { readonly depth: number; readonly decide?: Decide; readonly onLayer?: (layer: Layer) => void };

/** States that no fewer events lead to, and the edges that lead there or anywhere known. */
export type Layer = { readonly depth: number; readonly states: number; readonly edges: number };

export type Explored = {
  readonly layers: readonly Layer[];
  readonly states: number;
  readonly edges: number;
  /** Edges by the kind of their verdict: a law over no roll-back at all would hold for anything. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** The first edge found that breaks a law, with the shortest way there. */
  readonly broken?: { readonly law: string; readonly trail: readonly string[] };
};

/** A state, and how it was come to. */
type Node = { readonly state: State; readonly trail: Trail };
type Trail = { readonly by: string; readonly from: Trail } | undefined;

export type Step = { readonly name: string; readonly edge: Edge };

/** Breadth first, so that what breaks a law is found by the shortest way; equal states are gone on from once. */
export const explore = (machine: Machine, { depth, decide = verdictIn, onLayer }: Asked): Explored => {
  const key = keyIn(machine);
  const seen = new Set<string>();
  const isNew = (state: State): boolean => seen.size < seen.add(key(state)).size;
  const verdicts: Record<string, number> = {};
  const layers: Layer[] = [];
  let nodes: readonly Node[] = machine.starts.filter(isNew).map((state) => ({ state, trail: undefined }));
  let found: Explored['broken'];
  while (layers.length < depth && nodes.length > 0 && found === undefined) {
    const before = seen.size;
    // What is reached last is gone on from by nobody.
    const isLast = layers.length + 1 === depth;
    const gone = goneOn(nodes, {
      steps: ({ state }) => stepsFrom(state, machine, decide),
      machine,
      verdicts,
      isNew,
      isLast,
    });
    const layer = { depth: layers.length + 1, states: seen.size - before, edges: gone.edges };
    layers.push(layer);
    onLayer?.(layer);
    ({ nodes, found } = gone);
  }
  const edges = layers.reduce((sum, layer) => sum + layer.edges, 0);
  return { layers, states: seen.size, edges, verdicts, ...(found && { broken: found }) };
};

type Going = {
  readonly steps: (node: Node) => Iterable<Step>;
  readonly machine: Machine;
  readonly verdicts: Record<string, number>;
  readonly isNew: (state: State) => boolean;
  readonly isLast: boolean;
};

type Gone = { readonly edges: number; readonly nodes: readonly Node[]; readonly found: Explored['broken'] };

const goneOn = (layer: readonly Node[], { steps, machine, verdicts, isNew, isLast }: Going): Gone => {
  const nodes: Node[] = [];
  let edges = 0;
  for (const node of layer)
    for (const { name, edge } of steps(node)) {
      edges += 1;
      verdicts[edge.verdict.kind] = (verdicts[edge.verdict.kind] ?? 0) + 1;
      const trail = { by: name, from: node.trail };
      const law = broken(edge, machine.setting);
      if (law) return { edges, nodes, found: { law, trail: namesOf(trail) } };
      if (isNew(edge.after) && !isLast) nodes.push({ state: edge.after, trail });
    }
  return { edges, nodes, found: undefined };
};

const namesOf = (trail: Trail): readonly string[] => (trail === undefined ? [] : [...namesOf(trail.from), trail.by]);

/** Each event, and after it a look: as it should go, or as a fault makes it go, or none. */
export function* stepsFrom(state: State, { events, setting }: Machine, decide: Decide = verdictIn): Generator<Step> {
  for (const { name, after } of events) {
    // A second for each event: what comes first is earlier.
    const happened = after({ ...state, now: state.now + SECOND });
    if (happened === undefined) continue;
    const verdict = decide(happened, setting);
    yield stepBy(`${name} → ${verdict.kind}`, { before: happened, verdict, setting, way: WELL });
    if (state.faults === 0) continue;
    const tried = { ...happened, faults: state.faults - 1 };
    yield { name: `${name} (no look)`, edge: { before: tried, verdict: UNSEEN, after: tried } };
    for (const way of ILL)
      if (isMet(happened, { verdict, setting, way }))
        yield stepBy(`${name} (${way.name})`, { before: tried, verdict, setting, way });
  }
}

const UNSEEN: Verdict = { kind: 'nothing', because: 'no-breach' };

type Looking = { readonly verdict: Verdict; readonly setting: Setting; readonly way: Way };

const stepBy = (name: string, { before, verdict, ...how }: Looking & { readonly before: State }): Step => ({
  name,
  edge: { before, verdict, after: looked(before, verdict, how) },
});

/** A fault that meets nothing makes no other state. */
const isMet = (state: State, { verdict, setting, way }: Looking): boolean =>
  way.told
    ? verdict.kind === 'roll-back' || verdict.kind === 'prepare'
    : looked(state, verdict, { setting, way: WELL }).incident?.told !== state.incident?.told;
