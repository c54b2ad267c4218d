import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, SHELL } from '../../cli/run.ts';
import { awsCall, type Credentials, queried, sendAws, type Words, waitForDeletion } from './aws-cli.ts';

export type Shell = {
  /** Runs one line of a page, as whoever has these credentials. */
  readonly run: (line: string, as: Credentials) => Promise<Ended>;
};

export type Place = {
  readonly directory: string;
  readonly endpoint: string;
  /** What somebody types when `read` asks. */
  readonly typed: Readonly<Record<string, string>>;
  /** What was synthesised last: the CDK takes it for the commands that the config did not change before. */
  readonly assembly: () => string | undefined;
};

export const openShell = (place: Place): Shell => {
  const variables = new Map<string, string>();
  const expand = (word: string): string =>
    word.replaceAll(/\$([A-Z]+)/g, (_, name: string) => variables.get(name) ?? '');
  const runWords = async (words: Words, as: Credentials): Promise<Ended> => {
    const [tool = '', name = '', ...args] = words;
    if (tool === 'aws') return aws(place, words, as);
    if (tool === 'npx' && name === 'cdk') return cdk(place, args, as);
    if (tool === 'npx' && name === 'sagemaker-rollback')
      return node(place, ['cli/main.cjs', ...args], environment(place, as));
    if (words.join(' ') === 'npm run synth') return cdk(place, ['synth', '-q'], as);
    throw new Error(`nobody knows how to run: ${words.join(' ')}`);
  };
  return {
    run: async (line, as) => {
      const [, asked] = /^read -rs ([A-Z]+)$/.exec(line) ?? [];
      if (asked !== undefined) {
        variables.set(asked, place.typed[asked] ?? '');
        return { code: 0, stdout: '', stderr: '' };
      }
      const [, variable, inner = line] = /^([A-Z]+)=\$\((.*)\)$/.exec(line) ?? [];
      const ended = await runWords(wordsOf(inner).map(expand), as);
      if (variable !== undefined) variables.set(variable, ended.stdout.trim());
      return ended;
    },
  };
};

/** Quotes hold a word together; what begins with a hash is said to the reader. */
export const wordsOf = (line: string): Words =>
  (line.replace(/\s+#.*$/, '').match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
  );

const aws = async ({ directory, endpoint }: Place, words: Words, credentials: Credentials): Promise<Ended> => {
  if (words.slice(1, 4).join(' ') === 'cloudformation wait stack-delete-complete') {
    await waitForDeletion(words.at(-1) ?? '', { endpoint, credentials });
    return { code: 0, stdout: '', stderr: '' };
  }
  const call = awsCall(words, (path) => readFileSync(join(directory, path), 'utf8'));
  const answer = await sendAws(call, { endpoint, credentials });
  const stdout = words.includes('--query') ? queried(answer, words) : JSON.stringify(answer);
  return { code: 0, stdout: `${stdout}\n`, stderr: '' };
};

/** The unmodified command line, told by its environment where AWS is, and that nobody is there to be asked. */
const cdk = (place: Place, args: Words, as: Credentials): Promise<Ended> => {
  const assembly = args[0] === 'synth' ? undefined : place.assembly();
  return node(place, ['node_modules/aws-cdk/bin/cdk', ...args], {
    ...environment(place, as),
    CDK_DISABLE_CLI_TELEMETRY: '1',
    CDK_REQUIRE_APPROVAL: 'never',
    CDK_FORCE: 'true',
    ...(assembly === undefined ? {} : { CDK_APP: assembly, CDK_OUTPUT: `${assembly}.deployed` }),
  });
};

const environment = ({ endpoint }: Place, { accessKeyId, secretAccessKey }: Credentials) => {
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return { ...SHELL, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', ...keys };
};

const node = ({ directory }: Place, args: Words, env: Readonly<Record<string, string>>): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: directory, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
