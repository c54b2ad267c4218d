import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { node, ROOT } from './run.ts';

const BAD = {
  name: 'Not This',
  endpoints: [
    { name: 'fraud', stable: 'stable', canaries: ['stable'], mode: 'sometimes', contacts: { emails: ['nobody'] } },
  ],
};

test('cdk synth with a bad config says everything that is wrong with it at once, and fails', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-synth-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const app = join(directory, 'app.ts');
  const rollbackApp = join(ROOT, 'infra', 'rollback-app.ts');
  writeFileSync(app, `const { rollbackApp } = await import('${rollbackApp}');\nrollbackApp(${JSON.stringify(BAD)});\n`);

  const cdk = [
    'node_modules/aws-cdk/bin/cdk',
    'synth',
    '-q',
    '--app',
    `${process.execPath} ${app}`,
    '--output',
    directory,
  ];
  const { code, stdout, stderr } = await node(...cdk);
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr.match(/The config cannot be deployed/g)).toHaveLength(1);
  expect(stderr).toMatch(/ {2}- name must be.*Not This/);
  expect(stderr).toMatch(/ {2}- .*sometimes/);
  expect(stderr).toMatch(/ {2}- .*nobody/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
