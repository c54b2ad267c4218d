import type { Answer } from '../../lambdas/domain/answer.ts';
import type { DrillOrder } from '../../lambdas/domain/drill.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { KnownGood } from '../../lambdas/domain/last-known-good.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Finding, Notice } from '../../lambdas/domain/unguarded.ts';
import type { Head, Step } from '../../lambdas/ports.ts';

/** The ledger's items, with the conditions that its writes are under. */
export type Table = {
  readonly head: (endpoint: EndpointName) => Head;
  readonly entries: (endpoint: EndpointName) => readonly Step[];
  /** False: a condition did not hold, and nothing was written. */
  readonly write: (step: Step) => boolean;
  readonly notice: (endpoint: EndpointName, about: Finding) => Notice | undefined;
  readonly keepNotice: (endpoint: EndpointName, about: Finding, notice: Notice) => void;
  readonly drill: (endpoint: EndpointName) => DrillOrder | undefined;
  readonly keepDrill: (endpoint: EndpointName, order: DrillOrder) => void;
  /** The newest that a person gave. */
  readonly answer: (endpoint: EndpointName) => Answer | undefined;
  readonly keepAnswer: (endpoint: EndpointName, answer: Answer) => void;
  readonly good: (endpoint: EndpointName) => KnownGood;
  readonly keepGood: (endpoint: EndpointName, known: KnownGood) => void;
};

const EMPTY: Head = { incident: undefined, version: 0 };

export const makeTable = (): Table => {
  const heads = new Map<EndpointName, { readonly incident: Incident; readonly version: number }>();
  const entries = new Map<EndpointName, Step[]>();
  const keys = new Set<string>();
  const notices = new Map<string, Notice>();
  const drills = new Map<EndpointName, DrillOrder>();
  const answers = new Map<EndpointName, Answer>();
  const good = new Map<EndpointName, KnownGood>();
  const head = (endpoint: EndpointName): Head => heads.get(endpoint) ?? EMPTY;
  return {
    head,
    entries: (endpoint) => entries.get(endpoint) ?? [],
    write: (step) => {
      const { endpoint } = step.incident;
      const key = `${endpoint} ${step.at} ${step.replaces} ${step.what}`;
      const isNext = step.replaces === 'unknown' || step.replaces === head(endpoint).version;
      if (keys.has(key) || !isNext) return false;
      keys.add(key);
      const own = entries.get(endpoint) ?? [];
      own.push(step);
      entries.set(endpoint, own);
      if (step.replaces !== 'unknown') heads.set(endpoint, { incident: step.incident, version: step.replaces + 1 });
      return true;
    },
    notice: (endpoint, about) => notices.get(`${endpoint} ${about}`),
    keepNotice: (endpoint, about, notice) => void notices.set(`${endpoint} ${about}`, notice),
    drill: (endpoint) => drills.get(endpoint),
    keepDrill: (endpoint, order) => void drills.set(endpoint, order),
    answer: (endpoint) => answers.get(endpoint),
    keepAnswer: (endpoint, answer) => void answers.set(endpoint, answer),
    good: (endpoint) => good.get(endpoint) ?? { good: [] },
    keepGood: (endpoint, known) => void good.set(endpoint, known),
  };
};
