import { expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import type { RollbackConfig } from '../../infra/config/shape.ts';
import { at, config, endpoint, properties } from '../infra/stacks.ts';
import { read, section, tableRows } from './pages.ts';

const readme = read('README.md');

/** CloudWatch bills an alarm by the metrics that it reads. */
const billed = (of: RollbackConfig, part: 'guard' | 'self'): number =>
  properties(of, 'AWS::CloudWatch::Alarm')
    .filter((alarm) => String(alarm['AlarmName']).includes(`/${part}/`))
    .flatMap((alarm) => (alarm['Metrics'] as unknown[] | undefined) ?? [{ MetricStat: {} }])
    .filter((metric) => at(metric, 'MetricStat') !== undefined).length;

test('reckons its cost with the metrics that the alarms really read', () => {
  const [fixed, each, withLatency] = tableRows(section(readme, '## Cost') ?? '');
  // As shipped; the file itself is the adopter's, and may say anything.
  const shipped = config({ endpoints: [endpoint({ guards: { errors: { above: 0.02 } } })] });
  const latency = config({ endpoints: [endpoint({ guards: { latency: { aboveMs: 500 } } })] });
  for (const [row, metrics] of [
    [fixed, billed(shipped, 'self')],
    [each, billed(shipped, 'guard')],
    [withLatency, billed(latency, 'guard')],
  ] as const) {
    expect(row?.[1]).toMatch(new RegExp(`= ${metrics}$`));
    expect(row?.[2]).toBe(`$${(metrics * 0.1).toFixed(2)}`);
  }
});

test('gives an example of a config that can be deployed', async () => {
  const [, example = ''] = /```ts\nexport default defineConfig(\([\s\S]*?\));\n```/.exec(readme) ?? [];
  const module = `data:text/javascript,${encodeURIComponent(`export default ${example};`)}`;
  const parsed = (await import(/* @vite-ignore */ module)) as { readonly default: unknown };
  expect(checkConfig(parsed.default)).toMatchObject({ ok: true });
});

test('is upfront about what was never verified', () => {
  expect(readme.slice(0, readme.indexOf('## '))).toMatch(/\*\*not\*\* been verified on a real account/);
});
