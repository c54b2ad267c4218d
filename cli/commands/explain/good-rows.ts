import { indented } from '../../shown/text.ts';
import { moment } from '../../shown/times.ts';
import type { Page, Rows } from '../../terminal/page.ts';
import type { Now } from './now.ts';

/** What an endpoint with one variant could go back to, newest first. */
export const goodRows = (page: Page, { at, decided }: Now): Rows => {
  const good = decided?.situation.good;
  if (good === undefined || good === 'unreadable') return indented(page, 'They could not be read.', 2);
  if (good.length === 0) return indented(page, 'None yet: none has served under its guards for the bake time.', 2);
  return good.flatMap(({ config, since, until, requests }) =>
    indented(
      page,
      `${config}: from ${moment(since, at)} until ${moment(until, at)}, last judged by ${requests} requests`,
      2,
    ),
  );
};
