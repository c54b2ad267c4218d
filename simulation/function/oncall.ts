import type { Oncall, Ports } from '../../lambdas/ports.ts';
import { laterOncall } from '../../lambdas/shell/later.ts';
import type { Container } from './invocation.ts';

type Kept = { readonly oncall: Oncall; readonly through: { oncall: Oncall } };

/** What a container remembers of whom SNS would tell, as `lambdas/reconcile.ts` lets it. */
export const makeOncalls = (): ((ports: Ports, of: Container) => Oncall) => {
  const kept = new WeakMap<Container, Kept>();
  const keep = (through: Kept['through'], { time }: Container): Kept => ({
    oncall: laterOncall(
      async () => ({
        publish: (letter) => through.oncall.publish(letter),
        confirmed: () => through.oncall.confirmed(),
      }),
      time.now,
    ),
    through,
  });
  return (ports, container) => {
    const own = kept.get(container) ?? keep({ oncall: ports.oncall }, container);
    own.through.oncall = ports.oncall;
    kept.set(container, own);
    return own.oncall;
  };
};
