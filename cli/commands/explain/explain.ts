import type { Outcome } from '../../command.ts';
import { EXIT } from '../../exit.ts';
import type { Session } from '../../session.ts';
import { lookNow } from './now.ts';
import { policyPage } from './page.ts';
import { reportOf } from './report.ts';
import { explainRows } from './rows.ts';
import { sourceOf } from './source.ts';

export type ExplainAsked = { readonly endpoint: string; readonly markdown: boolean };

export const explain = async (session: Session, { endpoint, markdown }: ExplainAsked): Promise<Outcome> => {
  const source = await sourceOf(session, endpoint);
  if (markdown) {
    const page = policyPage(source);
    return { report: { endpoint, from: source.from, markdown: `${page.join('\n')}\n` }, rows: () => page };
  }
  const now = await lookNow(session, source);
  return {
    report: reportOf(source, now),
    rows: (page) => explainRows(page, source, now),
    exit: now.unread.length === 0 ? EXIT.ok : EXIT.notWell,
  };
};
