import { LOOK_BACK } from '../../lambdas/aws/traffic.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import type { History, Ports, Step } from '../../lambdas/ports.ts';
import type { Question } from './recording.ts';

/** Asks a port, and lets it be noted what was asked. */
export type Noting = <Value>(question: Question, ask: () => Promise<Value>) => Promise<Value>;

const variantsOf = ({ stable, canaries }: Policy): readonly string[] => [stable, ...canaries];

/** The same ports, each of whose calls is noted. */
export const noted = (ports: Ports, note: Noting): Ports => ({
  ...ports,
  endpoints: {
    describe: (endpoint) => note({ name: `describe ${endpoint}`, input: {} }, () => ports.endpoints.describe(endpoint)),
    shift: (endpoint, to) =>
      note({ name: `shift ${endpoint}`, input: { to } }, () => ports.endpoints.shift(endpoint, to)),
  },
  alarms: notedAlarms(ports.alarms, note),
  traffic: (policy, now, since = now - LOOK_BACK) =>
    note(
      {
        name: `metrics ${policy.endpoint}`,
        input: { variants: variantsOf(policy), since, until: now - (now % MINUTE) },
      },
      () => ports.traffic(policy, now, since),
    ),
  ...(ports.volumes && { volumes: notedVolumes(ports.volumes, note) }),
  ...(ports.history && { history: notedHistory(ports.history, note) }),
  freeze: () => note({ name: 'switch', input: {} }, ports.freeze),
  ledger: notedLedger(ports.ledger, note),
  oncall: {
    publish: (letter) =>
      note({ name: `publish ${letter.endpoint}`, input: { letter } }, () => ports.oncall.publish(letter)),
    confirmed: () => note({ name: 'subscriptions', input: {} }, ports.oncall.confirmed),
  },
});

const notedVolumes =
  (volumes: NonNullable<Ports['volumes']>, note: Noting): NonNullable<Ports['volumes']> =>
  (policies, now) =>
    note({ name: 'volumes', input: { endpoints: policies.map(({ endpoint }) => endpoint) } }, () =>
      volumes(policies, now),
    );

const notedHistory =
  (history: History, note: Noting): History =>
  (asked, span, withinMs) =>
    note(
      {
        name: 'history',
        input: { metrics: asked.map(({ name, stat }) => `${stat} of ${name}`), since: span.from, until: span.until },
      },
      () => history(asked, span, withinMs),
    );

const notedAlarms = (alarms: Ports['alarms'], note: Noting): Ports['alarms'] => {
  const { mutes } = alarms;
  return {
    named: (names) => note({ name: 'alarms named', input: { names } }, () => alarms.named(names)),
    startingWith: (prefix) => note({ name: 'alarms listed', input: { prefix } }, () => alarms.startingWith(prefix)),
    ...(mutes && { mutes: () => note({ name: 'mutes', input: {} }, mutes) }),
  };
};

const notedLedger = (ledger: Ports['ledger'], note: Noting): Ports['ledger'] => ({
  ...ledger,
  head: (endpoint) => note({ name: `head ${endpoint}`, input: {} }, () => ledger.head(endpoint)),
  heads: (endpoints) => note({ name: 'heads', input: { endpoints } }, () => ledger.heads(endpoints)),
  unwritten: ledger.unwritten,
  drill: (endpoint) => note({ name: `drill ${endpoint}`, input: {} }, () => ledger.drill(endpoint)),
  answer: (endpoint) => note({ name: `answer ${endpoint}`, input: {} }, () => ledger.answer(endpoint)),
  notice: (endpoint, about) =>
    note({ name: `notice ${endpoint} ${about}`, input: {} }, () => ledger.notice(endpoint, about)),
  noticed: (endpoint, about, notice) =>
    note({ name: `noticed ${endpoint} ${about}`, input: notice }, () => ledger.noticed(endpoint, about, notice)),
  write: (step, withinMs) =>
    note({ name: `write ${step.incident.endpoint}`, input: written(step) }, () => ledger.write(step, withinMs)),
});

export const written = ({ what, replaces, incident, facts }: Step) => ({ what, replaces, incident, facts });
