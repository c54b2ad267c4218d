import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { synthDemo } from '../../infra/demo.ts';
import { DEPLOYMENT_FILE } from '../../lambdas/contract.ts';

const outdir = mkdtempSync(join(tmpdir(), 'demo-test-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

type Functions = Record<string, { Type: string; Properties: { Code: { S3Key: string } } }>;

test("the demo's template stands beside the assets that it would upload: each function's bundle with its deployment", async () => {
  const template = await synthDemo(outdir);
  const { Resources } = JSON.parse(readFileSync(template, 'utf8')) as { Resources: Functions };
  const keys = Object.values(Resources)
    .filter((resource) => resource.Type === 'AWS::Lambda::Function')
    .map((resource) => resource.Properties.Code.S3Key.replace('.zip', ''));

  expect(new Set(keys).size).toBe(2);
  for (const key of keys) {
    const asset = join(outdir, `asset.${key}`);
    expect(existsSync(join(asset, 'index.mjs'))).toBe(true);
    const deployment: unknown = JSON.parse(readFileSync(join(asset, DEPLOYMENT_FILE), 'utf8'));
    expect(deployment).toMatchObject({
      name: 'sagemaker-rollback',
      policies: [
        { endpoint: 'fraud-detector', mode: 'auto' },
        { endpoint: 'FraudDetector-EU', mode: 'auto' },
        { endpoint: 'fraud-observe', mode: 'observe' },
      ],
    });
  }
});
