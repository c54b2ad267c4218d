import { Refusal } from '../../../types.ts';

/** The token of the page that starts with this record. What a token says is a service's own affair. */
export const tokenOf = (list: string, offset: number): string => Buffer.from(`${list}:${offset}`).toString('base64');

export const offsetOf = (list: string, token: string | undefined): number => {
  if (token === undefined) return 0;
  const [name, offset = ''] = Buffer.from(token, 'base64').toString().split(':');
  if (name !== list || !/^\d+$/.test(offset)) {
    throw new Refusal('InvalidNextToken', 'The next token specified is invalid.');
  }
  return Number(offset);
};
