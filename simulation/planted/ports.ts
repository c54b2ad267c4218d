import type { Letter } from '../../lambdas/domain/words/letter.ts';
import type { Ports, Step } from '../../lambdas/ports.ts';
import { type Automation, shipped, type Tools } from '../automation.ts';
import type { Planted } from './planted.ts';

const SOME_MORE = 4;

type Wrap = NonNullable<Automation['ports']>;

const shifting =
  (shift: (ports: Ports, tools: Tools) => Ports['endpoints']['shift']): Wrap =>
  (ports, tools) => ({ ...ports, endpoints: { ...ports.endpoints, shift: shift(ports, tools) } });

const writing =
  (write: (ports: Ports) => Ports['ledger']['write']): Wrap =>
  (ports) => ({ ...ports, ledger: { ...ports.ledger, write: write(ports) } });

const publishing =
  (publish: (ports: Ports) => Ports['oncall']['publish']): Wrap =>
  (ports) => ({ ...ports, oncall: { ...ports.oncall, publish: publish(ports) } });

const withoutOwed = ({ incident, ...step }: Step): Step => {
  const { owed: _owed, ...rest } = incident;
  return { ...step, incident: rest };
};

const ofTwo = (letter: Letter): Letter =>
  letter.storm ? { ...letter, storm: { ...letter.storm, tells: Math.min(2, letter.storm.tells) } } : letter;

/** The letter goes out first, and the record after it. */
const tellingFirst: Wrap = (ports) => {
  const held: Step[] = [];
  return {
    ...ports,
    ledger: {
      ...ports.ledger,
      write: async (step, withinMs) => {
        if (step.incident.owed === undefined) return ports.ledger.write(step, withinMs);
        held.push(step);
        return 'written';
      },
    },
    oncall: {
      ...ports.oncall,
      publish: async (letter) => {
        await ports.oncall.publish(letter);
        for (const step of held.splice(0)) await ports.ledger.write(step, 2_000);
      },
    },
  };
};

/** Reads the switch once in the life of its process. */
const rememberingForEver = (): Wrap => {
  const known = new Map<number, ReturnType<Ports['freeze']>>();
  return (ports, { by, plan }) => ({
    ...ports,
    freeze: () => {
      const key = plan.seed * 1_000_000 + by.container.id;
      const first = known.get(key) ?? ports.freeze();
      known.set(key, first);
      return first;
    },
  });
};

/** Bugs in what is asked of a port, or made of its answer. */
export const PORTS: readonly Planted[] = (
  [
    [
      'DesiredInstanceCount sent',
      shifting(
        (_, { ask }) =>
          (endpoint, to) =>
            ask({ endpoint, to, counts: true }),
      ),
    ],
    [
      'retries refused calls hot',
      shifting((ports) => async (endpoint, to) => {
        let answer = await ports.endpoints.shift(endpoint, to);
        for (let more = 0; more < SOME_MORE && answer.kind === 'refused'; more += 1)
          answer = await ports.endpoints.shift(endpoint, to);
        return answer;
      }),
    ],
    [
      'sends each shift twice',
      shifting((ports) => async (endpoint, to) => {
        await ports.endpoints.shift(endpoint, to);
        return ports.endpoints.shift(endpoint, to);
      }),
    ],
    [
      'acts without an intent',
      writing((ports) => async (step, ms) => (step.what === 'intent' ? 'written' : ports.ledger.write(step, ms))),
    ],
    [
      'acts though outpaced',
      writing((ports) => async (step, ms) => {
        const written = await ports.ledger.write(step, ms);
        return written === 'outpaced' ? 'unwritten' : written;
      }),
    ],
    [
      'waits for the ledger',
      writing((ports) => async (step, ms) => {
        const written = await ports.ledger.write(step, ms);
        return written === 'unwritten' ? 'outpaced' : written;
      }),
    ],
    [
      'records no outcome',
      writing(
        (ports) => async (step, ms) =>
          step.what === 'intent' || step.what === 'told' ? ports.ledger.write(step, ms) : 'outpaced',
      ),
    ],
    ['forgets owed letters', writing((ports) => (step, ms) => ports.ledger.write(withoutOwed(step), ms))],
    ['tells nobody', publishing(() => async () => undefined)],
    [
      'double letters',
      publishing((ports) => async (letter) => {
        await ports.oncall.publish(letter);
        await ports.oncall.publish(letter);
      }),
    ],
    [
      'never counts its letters',
      writing((ports) => async (step, ms) => (step.what === 'told' ? 'written' : ports.ledger.write(step, ms))),
    ],
    [
      'forgets what its storm letters told',
      writing(
        (ports) => async (step, ms) =>
          step.what === 'told' && step.incident.storm ? 'written' : ports.ledger.write(step, ms),
      ),
    ],
    ['storm letters of the first two alone', publishing((ports) => (letter) => ports.oncall.publish(ofTwo(letter)))],
    [
      'storm letters to nobody',
      publishing((ports) => async (letter) => (letter.storm ? undefined : ports.oncall.publish(letter))),
    ],
    ['told before recorded', tellingFirst],
    ['remembers the switch for ever', rememberingForEver()],
  ] satisfies readonly (readonly [string, Wrap])[]
).map(([name, ports]) => ({ name, automation: { ...shipped, ports } }));
