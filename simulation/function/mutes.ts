import type { Mutes } from '../../lambdas/domain/mutes.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Container, Invocation } from './invocation.ts';
import type { PortsAround } from './ports-around.ts';

const WITHIN_MS = 1_000;

const readLast = new WeakMap<Container, Mutes>();

/** As the adapter reads mute rules: what this container read last counts while CloudWatch does not answer. */
export const makeMutes =
  ({ account, calls }: PortsAround, by: Invocation): NonNullable<Ports['alarms']['mutes']> =>
  () => {
    const { mutes } = account;
    const keep = (value: Mutes): Mutes => {
      readLast.set(by.container, value);
      return value;
    };
    return calls<Mutes>(by, {
      site: 'mutes',
      answer: () => keep(mutes.now()),
      stale: () => keep(mutes.stale()),
      failed: () => readLast.get(by.container) ?? {},
      withinMs: WITHIN_MS,
    });
  };
