import type { World } from '../world.ts';
import type { Answers } from './scenario.ts';

const HOUR = 3_600_000;

/** What a person is asked, as the product keeps it: its id, and what was to be done. */
type Asked = { readonly id: string; readonly hold?: { readonly plan?: string } };

/** People who answer the product's questions, by writing into its table what docs/cli/approve.md says that an answer is. */
export const answersOn = ({ wires, tables }: World, endpoint: string): Answers => ({
  answers: (who, kind) => {
    const [table = ''] = tables.names();
    const head = tables.items(table).find(({ pk, sk }) => pk?.S === endpoint && sk?.S === 'head');
    const { id, hold } = JSON.parse(head?.['incident']?.S ?? '{}') as Partial<Asked>;
    const at = wires.clock.now();
    const until = at + HOUR;
    const by = `arn:aws:iam::${wires.account.id}:user/${who}`;
    const bound = { incident: id ?? 'nothing was asked', plan: hold?.plan ?? 'nothing was asked' };
    tables.put(table, {
      pk: { S: endpoint },
      sk: { S: 'answer' },
      schema: { N: '1' },
      answer: { S: JSON.stringify({ kind, ...bound, by, at, until }) },
      incident: { S: bound.incident },
      plan: { S: bound.plan },
      until: { N: String(until) },
    });
  },
});
