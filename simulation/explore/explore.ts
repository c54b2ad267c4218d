import { SECOND } from '../../lambdas/domain/model.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import type { Event } from './events.ts';
import { keyOf } from './key.ts';
import { broken, type Edge } from './laws.ts';
import { ILL, looked, verdictIn, type Way, WELL } from './look.ts';
import type { State } from './state.ts';

export type Decide = (state: State) => Verdict;

/** `decide`: in the place of the domain's own. */
type Asked = { readonly depth: number; readonly decide?: Decide };

export type Explored = {
  readonly depth: number;
  readonly states: number;
  readonly edges: number;
  /** Edges by the kind of their verdict: a law over no roll-back at all would hold for anything. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** The first edge found that breaks a law, with the shortest way there. */
  readonly broken?: { readonly law: string; readonly trail: readonly string[] };
};

/** A state, and how it was come to. */
type Node = { readonly state: State; readonly by: string; readonly from: Node | undefined };

type Step = { readonly name: string; readonly edge: Edge };

/** Breadth first, so that what breaks a law is found by the shortest way; equal states are gone on from once. */
export const explore = (start: State, events: readonly Event[], { depth, decide = verdictIn }: Asked): Explored => {
  const seen = new Set([keyOf(start)]);
  const verdicts: Record<string, number> = {};
  let edges = 0;
  let layer: readonly Node[] = [{ state: start, by: '', from: undefined }];
  for (let level = 0; level < depth; level += 1) {
    const next: Node[] = [];
    for (const node of layer)
      for (const { name, edge } of stepsFrom(node.state, events, decide)) {
        edges += 1;
        verdicts[edge.verdict.kind] = (verdicts[edge.verdict.kind] ?? 0) + 1;
        const law = broken(edge);
        const reached = { state: edge.after, by: name, from: node };
        if (law)
          return { depth: level + 1, states: seen.size, edges, verdicts, broken: { law, trail: trailOf(reached) } };
        const key = keyOf(edge.after);
        if (seen.has(key)) continue;
        seen.add(key);
        // What is reached last is gone on from by nobody.
        if (level + 1 < depth) next.push(reached);
      }
    layer = next;
  }
  return { depth, states: seen.size, edges, verdicts };
};

const trailOf = (node: Node): readonly string[] => (node.from === undefined ? [] : [...trailOf(node.from), node.by]);

/** Each event, and after it a look: as it should go, or as a fault makes it go, or none. */
function* stepsFrom(state: State, events: readonly Event[], decide: Decide): Generator<Step> {
  for (const { name, after } of events) {
    // A second for each event: what comes first is earlier.
    const happened = after({ ...state, now: state.now + SECOND });
    if (happened === undefined) continue;
    const verdict = decide(happened);
    yield stepBy(name, happened, verdict, WELL);
    if (state.faults === 0) continue;
    const tried = { ...happened, faults: state.faults - 1 };
    yield { name: `${name} (no look)`, edge: { before: tried, verdict: UNSEEN, after: tried } };
    for (const way of ILL)
      if (isMet(happened, verdict, way)) yield stepBy(`${name} (${way.name})`, tried, verdict, way);
  }
}

const UNSEEN: Verdict = { kind: 'nothing', because: 'no-breach' };

const stepBy = (name: string, before: State, verdict: Verdict, way: Way): Step => ({
  name: way === WELL ? `${name} → ${verdict.kind}` : name,
  edge: { before, verdict, after: looked(before, verdict, way) },
});

/** A fault that meets nothing makes no other state. */
const isMet = (state: State, verdict: Verdict, { told }: Way): boolean =>
  told ? verdict.kind === 'roll-back' : looked(state, verdict, WELL).incident?.told !== state.incident?.told;
