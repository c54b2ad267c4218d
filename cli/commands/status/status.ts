import type { Outcome } from '../../command.ts';
import type { Session } from '../../session.ts';

/** Thin for now. */
export const status = async (session: Session, endpoint: string | undefined): Promise<Outcome> => {
  const { stack, deployment } = await session.deployed();
  return {
    report: { stack, endpoint, endpoints: deployment.policies.map(({ endpoint: name }) => name) },
    rows: () => [stack],
  };
};
