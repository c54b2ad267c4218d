import * as v from 'valibot';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import { compile, reservedConcurrency } from './compile.ts';
import { contradictions, type Problem } from './contradictions.ts';
import { lintOf } from './lint.ts';
import { readLoosely } from './loose.ts';
import { configSchema } from './schema.ts';
import type { ReservedConcurrency, RollbackConfig } from './shape.ts';
import { nearest, place, show } from './words.ts';

export type Checked =
  | {
      readonly ok: true;
      readonly deployment: Deployment;
      readonly reservedConcurrency: ReservedConcurrency | undefined;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Every problem of a config at once, each with its place, the value seen and what would be right; or the deployment. */
export const checkConfig = (config: unknown): Checked => {
  const parsed = v.safeParse(configSchema, config);
  const problems: Problem[] = [...(parsed.issues ?? []).map(toProblem), ...contradictions(readLoosely(config))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: problems.map(sentence) };

  const checked = parsed.output as RollbackConfig;
  const deployment = compile(checked);
  const red = lintOf(deployment, (severity) => severity === 'red');
  if (red.length > 0) return { ok: false, problems: red };
  return { ok: true, deployment, reservedConcurrency: reservedConcurrency(checked) };
};

const toProblem = (issue: v.BaseIssue<unknown>): Problem => {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  return { path, saw: issue.input, right: right(issue, String(path.at(-1))) };
};

const right = (issue: v.BaseIssue<unknown>, key: string): string => {
  if (issue.type === 'never') return unknownKey(key, issue.message.split(' '));
  // Valibot reports a missing key as an issue of the object that lacks it, and says so only here.
  return issue.type === 'object_with_rest' && issue.received === 'undefined' ? MISSING : issue.message;
};

const MISSING = 'is missing';

const unknownKey = (key: string, known: readonly string[]): string => {
  const meant = nearest(key, known);
  return meant ? `is not known here, did you mean '${meant}'?` : `is not known here, only ${known.join(', ')}`;
};

const sentence = ({ path, saw, right }: Problem): string =>
  right === MISSING ? missing(path) : `${place(path)} ${right}; saw ${show(saw)}`;

const missing = (path: Problem['path']): string =>
  path.length === 0
    ? 'config is missing: rollback.config.ts must `export default defineConfig({ … })`'
    : `${place(path)} is missing`;
