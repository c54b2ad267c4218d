import { describe, expect, test } from 'vitest';
import { MOST_ENDPOINTS } from '../../../../cli/commands/init/choose.ts';
import { MAX_ENDPOINTS } from '../../../../infra/ceiling.ts';
import { emptyTemplate } from '../../../../sim/template/load.ts';
import { openSmallAccount, type SmallAccount } from '../small-account.ts';
import { endpoint, scaled } from './accounts.ts';

const YES = ['init', '--yes', '--days', '1', '--email', 'ana@example.com', '--out', '-'];

const inAccount = async (
  prepare: (world: SmallAccount['world']) => void,
  visit: (account: SmallAccount) => Promise<void>,
): Promise<void> => {
  const account = await openSmallAccount({ template: emptyTemplate(), prepare });
  try {
    await visit(account);
  } finally {
    await account.close();
  }
};

const numbered = (count: number, name: string) =>
  Array.from({ length: count }, (_, place) => `${name}-${String(place).padStart(3, '0')}`);

describe('init in an account', () => {
  test('without endpoints says so, and writes nothing', async () => {
    await inAccount(
      () => {},
      async ({ type }) => {
        expect(await type(YES)).toMatchObject({
          code: 1,
          out: 'There is no endpoint in eu-west-1, and nothing was written.\nLook whether the account and the Region are the right ones: --profile, --region.\n',
        });
        expect(JSON.parse((await type([...YES, '--json'])).out)).toMatchObject({
          endpoints: [],
          config: null,
          file: null,
        });
      },
    );
  });

  test('of single-variant endpoints says what they can go back to, and writes a config for that', async () => {
    await inAccount(
      (world) => {
        for (const name of numbered(20, 'model')) endpoint(world, name, { AllTraffic: 1 });
      },
      async ({ type }) => {
        const { code, out, err } = await type(YES);
        expect(code).toBe(0);
        expect(err).toContain('20 endpoints with one variant\n  There is no variant to shift traffic to.');
        expect(err).toContain('  • and 5 more; --json lists all\n');
        expect(out.match(/strategy: \{ restore: \{\} \}/g)).toHaveLength(20);
      },
    );
  });

  test('of 120 endpoints reads all pages, and takes no more than one stack can guard', async () => {
    expect(MOST_ENDPOINTS).toBe(MAX_ENDPOINTS);
    await inAccount(
      (world) => {
        for (const name of numbered(69, 'single')) endpoint(world, name, { AllTraffic: 1 });
        for (const name of numbered(51, 'pair')) {
          endpoint(world, name, { stable: 9, canary: 1 });
          scaled(world, { endpoint: name, variant: 'stable', min: 1, max: 4 });
        }
      },
      async ({ type }) => {
        const { code, err } = await type(YES);
        expect(code).toBe(2);
        expect(err).toContain('120 endpoints in eu-west-1');
        expect(err).toContain('pair-050  InService');
        expect(err).toContain('51 endpoints are more than one stack can guard: 50 at most.');
        const named = await type([...YES, '--json', '--endpoint', 'pair-007', 'pair-050']);
        expect(JSON.parse(named.out).config.endpoints).toMatchObject([
          { endpoint: 'pair-007', stable: 'stable', canaries: ['canary'] },
          { endpoint: 'pair-050' },
        ]);
        expect(JSON.parse(named.out).endpoints).toMatchObject(
          ['pair-007', 'pair-050'].map((name) => ({
            endpoint: name,
            variants: [{ autoscaling: { min: 1, max: 4 } }, { autoscaling: null }],
          })),
        );
      },
    );
  });
});
