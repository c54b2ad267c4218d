import { timeToDetect } from '../../../lambdas/domain/detection.ts';
import type { Guard, Policy } from '../../../lambdas/domain/policy.ts';
import { limitWords, periodWords } from '../../shown/guards.ts';
import { brokenThen, modeWords } from '../../shown/mode.ts';
import { tellWords } from '../../shown/tell.ts';
import { listed } from '../../shown/text.ts';
import { afterShift, holds, never } from './after-words.ts';
import { spanWords } from './guard-words.ts';
import { limitWords as limitsOf } from './limit-words.ts';
import type { Source } from './source.ts';
import { strategyWords } from './strategy-words.ts';

/** The agreed rollback policy as a page of Markdown, for a wiki: what was deployed, and nothing of how things are now. */
export const policyPage = ({ deployment, policy, freezeParameter, from }: Source): readonly string[] => [
  `# Rollback policy of ${policy.endpoint}`,
  '',
  ...table(
    ['', ''],
    [
      ['SageMaker endpoint', code(policy.endpoint)],
      ...(policy.restore
        ? [['Its one variant', code(policy.stable)]]
        : [
            ['Stable variant', `${code(policy.stable)}: traffic goes back to it`],
            ['Judged variants', policy.canaries.map(code).join(', ')],
          ]),
      ['Mode', policy.restore ? modeWords(policy) : `${policy.mode}: ${MODES[policy.mode]}`],
      ['Owned by, and told', tellWords(policy)],
      ['As in', from],
    ],
  ),
  '',
  '## What each variant promises',
  '',
  ...table(
    ['guard', 'broken when', 'detected, if every request is hit', 'detected, just above the threshold'],
    policy.guards.map(guardCells),
  ),
  '',
  'From the first bad request until the alarm. Reckoned with metrics that CloudWatch sees up to a minute late, which is assumed and not measured.',
  '',
  '## When a guard breaks',
  '',
  brokenWords(policy),
  ...strategyWords(policy).flatMap((text) => ['', text]),
  '',
  policy.restore ? '## After that' : '## After a shift',
  '',
  ...bullets(afterShift(policy)),
  '',
  '## When nothing is shifted, and a person is told why',
  '',
  ...bullets(holds(policy)),
  '',
  '## Limits of repeats',
  '',
  ...bullets(limitsOf(deployment.limits)),
  '',
  '## What is never done',
  '',
  ...bullets(never(policy)),
  '',
  '## How to stop it',
  '',
  'For a while, in a clone of sagemaker-rollback:',
  '',
  '```sh',
  `npx sagemaker-rollback freeze ${policy.endpoint} --reason "TEXT"`,
  `npx sagemaker-rollback thaw ${policy.endpoint}`,
  '```',
  '',
  'Or without one; the last ends it:',
  '',
  '```sh',
  `aws ssm put-parameter --name ${freezeParameter} --overwrite --value ${policy.endpoint}`,
  `aws ssm put-parameter --name ${freezeParameter} --overwrite --value all`,
  `aws ssm put-parameter --name ${freezeParameter} --overwrite --value off`,
  '```',
  '',
  "For good: set `mode: 'observe'` in rollback.config.ts, or take the endpoint out of it, and deploy.",
];

const MODES: Readonly<Record<Policy['mode'], string>> = {
  observe: 'what would be done is told, and nothing is shifted',
  recommend: 'a person is asked to shift traffic, and what they did is proved',
  approve: 'traffic is shifted once a person has approved it',
  auto: 'traffic is shifted',
};

const brokenWords = (policy: Policy): string => {
  if (policy.restore) return `On ${code(policy.stable)}: ${brokenThen(policy)}.`;
  const { mode, stable, canaries, approveWithinMinutes } = policy;
  const on = `On ${listed(canaries.map(code))}, while it has traffic:`;
  const shift = `SageMaker is asked to give ${code(stable)} all of it, in one call`;
  switch (mode) {
    case 'observe':
      return `${on} on-call is told what mode auto would do, with the command for it. On ${code(stable)}: on-call is told that a shift would not help.`;
    case 'recommend':
      return `${on} on-call is asked to give ${code(stable)} all of it, with the command for it; what they do is watched and proved. On ${code(stable)}: on-call is told that a shift would not help.`;
    case 'approve':
      return `${on} on-call is asked, and once more after ${approveWithinMinutes} minutes. Once a person has approved it, ${shift}; once somebody declines, the incident ends. On ${code(stable)}: nothing is shifted for as long as it lasts.`;
    case 'auto':
      return `${on} ${shift}. On ${code(stable)}: nothing is shifted for as long as it lasts.`;
  }
};

const guardCells = (guard: Guard): readonly string[] => [
  code(guard.id),
  `${limitWords(guard)}, ${periodWords(guard)}`,
  spanWords(timeToDetect(guard, 'gross')),
  spanWords(timeToDetect(guard, 'marginal')),
];

const code = (text: string): string => `\`${text}\``;

const bullets = (texts: readonly string[]): readonly string[] => texts.map((text) => `- ${text}`);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
