import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/history/rights.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { atTenSeconds, livePast, pastOfUnguarded, wholeSeconds } from './past.ts';
import { oneLine } from './seen.ts';
import { smallAccount } from './small-account.ts';

let refused = '';
const account = smallAccount({
  faults: {
    call: (api, operation) =>
      refused === `${api} ${operation}`
        ? {
            kind: 'error',
            code: 'AccessDeniedException',
            message: 'User: ana is not authorized to perform: dynamodb:Query',
            status: 400,
          }
        : undefined,
  },
});
const type = (args: readonly string[], width = 80) =>
  account().type(['history', ...args, '--config', 'infra/demo.config.ts'], { width });
const json = async (...args: readonly string[]) =>
  JSON.parse((await type([...args, '--json'])).out) as Record<string, unknown>;
const widest = (text: string) => Math.max(...text.split('\n').map(({ length }) => length));
const denied = async (call: string, ...args: readonly string[]) => {
  refused = call;
  const seen = await type(args);
  refused = '';
  return seen;
};

describe('of nothing', () => {
  test('it is told, and since when there is a ledger', async () => {
    expect(await type(['fraud-detector'])).toEqual({
      code: 0,
      out: 'The ledger has recorded nothing of fraud-detector. There is a ledger since\n2026-01-05 09:40:30 UTC.\n',
      err: '',
    });
    expect(await json('fraud-detector', '--since', '2h')).toMatchObject({
      since: expect.stringMatching(/^2026-01-05T07:57:/),
      incidents: [],
      ledgerSince: '2026-01-05T09:40:30.000Z',
    });
  });
  test('an age that nobody may read is left out', async () => {
    const { code, out } = await denied('dynamodb DescribeTable', 'fraud-detector');
    expect({ code, out }).toEqual({ code: 0, out: 'The ledger has recorded nothing of fraud-detector.\n' });
  });
  test('a name that nobody guards is told', async () => {
    expect(await type(['frauddetector-eu'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/did\syou\smean\sFraudDetector-EU\?/),
    });
  });
  test.each(['yesterday', '30 d', '2026-13-01', '10:00', ''])('--since "%s" is no time', async (since) => {
    expect(await type(['fraud-detector', '--since', since])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is no time'),
    });
  });
  test.each(['0', '1.5', 'all'])('--limit %s is no count', async (limit) => {
    expect(await type(['fraud-detector', '--limit', limit])).toMatchObject({
      code: 2,
      err: expect.stringContaining('whole number'),
    });
  });
  test('a ledger that does not answer is trouble, not an empty past', async () => {
    expect(await denied('dynamodb Query', 'fraud-detector')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('dynamodb:Query'),
    });
  });
});

describe('of a live past:', () => {
  const ID = 'fraud-detector-20260105T100202';
  beforeAll(() => livePast(account()));
  beforeEach(() => atTenSeconds(account()));

  test.each([
    ['fraud-detector', 80],
    ['fraud-detector', 120],
    ['fraud-observe', 80],
    ['FraudDetector-EU', 80],
  ] as const)('%s at %i columns', async (endpoint, width) => {
    const { code, out, err } = await type([endpoint], width);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(widest(out)).toBeLessThanOrEqual(width);
    await expect(out).toMatchFileSnapshot(`golden/history-${endpoint}-${width}.txt`);
  });
  test.each([80, 120])('one incident, step by step, at %i columns', async (width) => {
    const { out } = await type(['fraud-detector', '--incident', ID], width);
    expect(widest(out)).toBeLessThanOrEqual(width);
    await expect(out).toMatchFileSnapshot(`golden/history-incident-${width}.txt`);
  });
  test('as JSON', async () => {
    await expect(wholeSeconds((await type(['fraud-detector', '--json'])).out)).toMatchFileSnapshot(
      'golden/history.json',
    );
    await expect(wholeSeconds((await type(['fraud-detector', '--incident', ID, '--json'])).out)).toMatchFileSnapshot(
      'golden/history-incident.json',
    );
  });
  test('its page shows it', async () => {
    const [list, timeline] = [
      (await type(['fraud-detector'])).out,
      (await type(['fraud-detector', '--incident', ID])).out,
    ];
    await expectOnPage('docs/cli/history.md', {
      example: `$ npx sagemaker-rollback history fraud-detector\n${list}`,
      timeline: `$ npx sagemaker-rollback history fraud-detector --incident ${ID}\n${timeline}`,
      json: wholeSeconds((await type(['fraud-detector', '--json'])).out),
      rights: rightsShown(RIGHTS),
    });
  });
  test('an endpoint that is guarded no more keeps its past, and it is said', async () => {
    await pastOfUnguarded(account());
    const { code, out } = await type(['was-guarded']);
    expect(code).toBe(0);
    expect(oneLine(out)).toContain('was-guarded is not guarded now; the ledger keeps what was.');
    expect(out).toContain('was-guarded-20260101T100930');
    expect((await type(['fraud-detector'])).out).not.toContain('not guarded now');
    expect(await json('was-guarded')).toMatchObject({ guarded: false, incidents: [{ id: expect.any(String) }] });
    expect(await json('was-guarded', '--since', '2026-01-06')).toMatchObject({ guarded: false, incidents: [] });
  });
  test('--since leaves out what was before', async () => {
    expect(await json('fraud-detector', '--since', '2026-01-05T10:08')).toMatchObject({ incidents: [] });
    expect(await json('fraud-detector', '--since', '2026-01-05')).toMatchObject({ incidents: [{ id: ID }] });
  });
  test('an incident that is not there is told with the one that was meant', async () => {
    expect(await type(['fraud-detector', '--incident', ID.replace(/.$/, 'x')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(new RegExp(`did\\syou\\smean\\s${ID}\\?`)),
    });
  });
});
