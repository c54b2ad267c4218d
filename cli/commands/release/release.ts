import { lastReal } from '../../../lambdas/domain/drill.ts';
import { type Incident, isOpen } from '../../../lambdas/domain/incident.ts';
import type { EndpointName } from '../../../lambdas/domain/policy.ts';
import { type Quarantined, quarantineOf, released } from '../../../lambdas/domain/quarantine.ts';
import { percent } from '../../../lambdas/domain/words/figures.ts';
import type { Ports, Version } from '../../../lambdas/ports.ts';
import { callerOf } from '../../account/caller.ts';
import { portsOf } from '../../account/ports.ts';
import { makeBlanks } from '../../account/unread.ts';
import type { Outcome } from '../../command.ts';
import { agreeTo } from '../../confirm.ts';
import { policyOf, type Session } from '../../session.ts';
import { indented } from '../../shown/text.ts';
import { iso, momentAgo } from '../../shown/times.ts';
import { Trouble } from '../../trouble.ts';

export type Releasing = {
  readonly reason: string;
  readonly variant?: string | undefined;
  readonly yes: boolean;
};

/** A person's word, kept in the ledger, that traffic on a variant that was rolled back is on purpose. */
export const release = async (session: Session, named: string, typed: Releasing): Promise<Outcome> => {
  const reason = typed.reason.trim();
  if (reason === '') throw new Trouble('usage', '--reason is empty.', 'Say what was mended: it is kept in the ledger.');
  const deployed = await session.deployed();
  const { endpoint } = policyOf(deployed, named);
  const blanks = makeBlanks(session.common);
  const ports = portsOf(session.account, deployed.parts, { clock: session.io.clock, log: blanks.log });
  const [by, fleet, head] = await Promise.all([
    callerOf(session),
    ports.endpoints.describe(endpoint),
    headOf(ports, endpoint, blanks.sentences),
  ]);
  const found = quarantineOf(head.incident, fleet);
  if (found.length === 0 || head.incident === undefined) return nothing(endpoint);
  if (isOpen(lastReal(head.incident))) throw open(endpoint, head.incident);
  const one = wanted(endpoint, found, typed.variant);

  const now = session.io.clock();
  await agreeTo(
    session,
    [
      `${endpoint}: ${one.variant}, rolled back ${momentAgo(one.since, now)} in ${one.incident}, is released. Nobody is told any more when it has traffic; it has ${percent(one.share)} now.`,
      `The ledger keeps that ${by} did so, and why: "${reason}".`,
    ],
    typed,
  );
  await write(ports, endpoint, { variant: one.variant, by, at: session.io.clock(), reason });
  return {
    report: {
      endpoint,
      variant: one.variant,
      incident: one.incident,
      since: iso(one.since),
      by,
      reason,
      released: true,
    },
    rows: (page) =>
      indented(
        page,
        `${one.variant} of ${endpoint} is released. Its guards judge it like any other variant, and this moved no weights.`,
        0,
      ).map((row) => page.paint('good', row)),
  };
};

type Readable = { readonly incident: Incident | undefined; readonly version: Exclude<Version, 'unknown'> };

/** Without the ledger there is nothing to say it to. */
const headOf = async (
  { ledger }: Ports,
  endpoint: EndpointName,
  why: () => readonly string[] = () => [],
): Promise<Readable> => {
  const { incident, version } = await ledger.head(endpoint);
  if (version !== 'unknown') return { incident, version };
  throw new Trouble(
    'aws',
    why()[0] ?? 'The ledger did not answer.',
    'Nothing was changed. Try again, or ask for the right that it names.',
  );
};

const nothing = (endpoint: string): Outcome => ({
  report: { endpoint, released: false },
  rows: ({ paint }) => [paint('good', `Nothing to do: no variant of ${endpoint} is in quarantine.`)],
});

const open = (endpoint: string, { id }: Incident): Trouble =>
  new Trouble(
    'not-now',
    `The incident ${id} of ${endpoint} is still open.`,
    `Wait until it has ended: npx sagemaker-rollback status ${endpoint}`,
  );

const wanted = (endpoint: string, found: readonly Quarantined[], variant: string | undefined): Quarantined => {
  const [first, ...others] = found.filter((one) => variant === undefined || one.variant === variant);
  if (first !== undefined && others.length === 0) return first;
  const there = found.map((one) => one.variant).join(', ');
  throw new Trouble(
    'no-such-variant',
    first === undefined
      ? `${endpoint} has no variant ${variant} in quarantine.`
      : `${endpoint} has several variants in quarantine.`,
    `In quarantine: ${there}. Name one with --variant.`,
  );
};

const ATTEMPTS = 3;
const WRITTEN_WITHIN_MS = 10_000;

/** A function may write at the same time: its step stands, and the word is put onto what it left. */
const write = async (ports: Ports, endpoint: EndpointName, word: Parameters<typeof released>[1]): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { incident, version } = await headOf(ports, endpoint);
    if (incident === undefined) break;
    const step = { incident: released(incident, word), replaces: version, at: word.at, what: 'released', facts: word };
    const written = await ports.ledger.write(step, WRITTEN_WITHIN_MS);
    if (written === 'written') return;
    if (written === 'unwritten') break;
  }
  throw new Trouble('aws', 'The ledger took no write.', 'Nothing was changed. Try again when it answers.');
};
