import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { asText } from '../../../lambdas/domain/words/letter.ts';
import { asSlack } from '../../../lambdas/domain/words/slack.ts';
import { at, endpointName, incident, NOW, policy, shift } from '../../builders.ts';
import { letterOf, member, type Over, owing } from './storms.ts';

const held = { hold: { kind: 'storm', endpoints: 11, of: 100 } } as const;
const recovered = { ending: { state: 'RECOVERED', at: at(12), because: 'proved' } } as const;
const failed = { ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'not-accepted' } } as const;
const many = (count: number, over: Over = {}, named = 'e') =>
  Array.from({ length: count }, (_, place) => owing(`${named}${place}`, over));

describe("F52: a storm letter's first line", () => {
  test('says how many, since when, and what became of them', () => {
    const heads = [...many(20, held), ...many(7, { shift: shift() }, 's'), member('r', { told: 1, ...recovered })];
    expect(letterOf(heads).headline).toBe('STORM, 28 of 28 endpoints since 10:05 UTC: 20 held, 7 shifted, 1 over');
  });
  test('says first that somebody is needed', () => {
    const heads = [...many(3, failed), ...many(2, { hold: { kind: 'recommending' } }, 'a'), ...many(4, held, 'h')];
    expect(letterOf(heads)).toMatchObject({
      headline: expect.stringMatching(/: 5 NEED YOU, 4 held$/),
      tone: 'needs-you',
    });
  });
  test('says that it is over, and whether all is well', () => {
    expect(letterOf(many(2, { owed: 'ended', ...recovered }))).toMatchObject({
      headline: 'STORM OVER, 2 of 2 endpoints since 10:05 UTC: 2 recovered',
      tone: 'good',
      next: expect.stringContaining('Nothing now'),
    });
    expect(letterOf([...many(2, recovered), owing('x', failed)])).toMatchObject({
      headline: 'STORM OVER, 3 of 3 endpoints since 10:05 UTC: 1 NEED YOU, 2 recovered',
      tone: 'bad',
      next: expect.stringContaining('Look at the 1 that ended without a proof'),
    });
  });
  test('is a subject that SNS takes, of however many', () => {
    const heads = [
      ...many(1_000, failed),
      ...many(1_000, held, 'h'),
      ...many(1_000, { shift: shift() }, 's'),
      ...many(1_000, recovered, 'r'),
    ];
    const { headline } = letterOf(heads);
    expect(headline.length).toBeLessThan(100);
    expect(headline).toMatch(/1000 NEED YOU, 1000 held, 1000 shifted, 1000 ov/);
  });
});

describe('F52: a storm letter', () => {
  test('says what is new in it, and who got letters of their own', () => {
    const own = incident({ endpoint: endpointName('own'), openedAt: at(6), told: 1 });
    const heads = [
      own,
      ...many(2, held),
      owing('c', { owed: 'changed', told: 1 }),
      owing('d', { owed: 'ended', ...recovered }),
    ];
    expect(letterOf(heads).seen).toBe(
      '5 of 5 guarded endpoints broke their guards since 2026-01-01 10:05:00 UTC, 1 of them before it was seen to be a storm, with letters of their own. New in this letter: 2 broke their guards, 1 changed, 1 ended.',
    );
  });
  test('gathers what else holds them by the reason, the commonest first, each by the largest that it holds', () => {
    const breach = { ...incident().breach, requests: 9_000 };
    const heads = [
      ...many(1, { hold: { kind: 'load-unknown', bound: 500 } }, 'l'),
      ...many(4, { hold: { kind: 'freeze-unreadable' } }, 'f'),
      owing('large', { hold: { kind: 'freeze-unreadable' }, breach }),
      ...many(2, { hold: { kind: 'endpoint-busy', status: 'Updating' } }, 'b'),
      ...many(1, { hold: { kind: 'stable-missing' } }, 'm'),
    ];
    const { done } = letterOf(heads);
    expect(done).toMatch(
      /^9 held for other reasons: 5 like large, where the freeze switch, SSM parameter \/rb\/freeze, /,
    );
    expect(done).toMatch(
      /; 2 like b0, where the endpoint is Updating.*; l0, where the traffic could not be read.*; 1 for others\.$/,
    );
  });
  test('cuts a reason after two hundred characters and no sooner, and leaves no blank hanging there', () => {
    const doneOf = (message: string) => letterOf([owing('e', { hold: { kind: 'shift-refused', message } })]).done;
    const before = 'SageMaker refused the change: '.length;
    const fits = 'x'.repeat(200 - before);
    expect(doneOf(fits)).toMatch(/: x{170}\.$/);
    expect(doneOf(`${fits}y`)).toMatch(/: x{170} …\.$/);
    expect(doneOf(`${fits.slice(1)} y`)).toMatch(/: x{169} …\.$/);
  });
  test('tells what a stranger shaped in one line, and in short', () => {
    const message = `denied\n\u202e${'x'.repeat(900)}`;
    const { done, lines = [] } = letterOf(many(1, { hold: { kind: 'shift-refused', message } }));
    expect(done).not.toMatch(/[\n\u202e]/);
    expect(lines[0]).toMatch(/^NOT rolled back e0: canary breaks errors-5xx\. Nothing was shifted: .* …$/);
    expect(lines.join('')).not.toMatch(/[\n\u202e]/);
  });
  test('names the most urgent, ten at the most, and says how to see the others', () => {
    const { lines = [] } = letterOf([
      ...many(30, held),
      owing('x', failed),
      owing('s', { shift: shift() }),
      owing('r', recovered),
    ]);
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^NOT_ROLLED_BACK x: /);
    expect(lines[1]).toBe(
      'e0, held for the storm: canary: server errors (5XX) 10 % of 100 requests in a minute, allowed 2 %',
    );
    expect(lines[10]).toBe('and 22 more: npx sagemaker-rollback status, in a clone');
  });
  test('names none of which nothing is to be done, and says no more than there is', () => {
    expect(letterOf(many(3, { owed: 'ended', ...recovered }))).not.toHaveProperty('lines');
    const { lines = [] } = letterOf([owing('s', { shift: shift() })]);
    expect(lines).toEqual([expect.stringMatching(/^s, shifted and not proved yet: canary: server errors/)]);
  });
  test('is for every reader of an endpoint in it, and for nobody else', () => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => owing(name, held)) as [
      Incident,
      Incident,
      Incident,
      Incident,
    ];
    const [ana, bob] = [{ emails: ['ana@example.com'] }, { emails: ['bob@example.com'] }];
    const policies = [
      policy({ endpoint: a.endpoint, contacts: ana }),
      policy({ endpoint: b.endpoint, contacts: ana }),
      policy({ endpoint: c.endpoint, contacts: { ...ana, slackWebhookParameter: '/slack' } }),
      policy({ endpoint: d.endpoint, contacts: bob }),
      policy({ endpoint: endpointName('well'), contacts: { emails: ['eve@example.com'] } }),
    ];
    const letter = letterOf([a, b, c, d], policies);
    expect(letter).toMatchObject({ endpoint: 'a', storm: { audience: ['a', 'c', 'd'], tells: 4, last: false } });
  });
  test('reaches nobody twice who reads of one endpoint by mail and in Slack, and of another by mail alone', () => {
    const audienceOf = (first: Policy['contacts'], second: Policy['contacts']) =>
      letterOf(
        [owing('a', held), owing('b', held)],
        [
          policy({ endpoint: endpointName('a'), contacts: first }),
          policy({ endpoint: endpointName('b'), contacts: second }),
        ],
      ).storm?.audience;
    const emails = ['ana@example.com'];
    const slackWebhookParameter = '/slack';
    expect(audienceOf({ emails, slackWebhookParameter }, { emails })).toEqual(['a']);
    expect(audienceOf({ emails }, { emails: [], slackWebhookParameter })).toEqual(['a', 'b']);
  });
  test('of an endpoint that the config does not name any more names nobody', () => {
    const letter = letterOf([owing('gone', held)], [policy()]);
    expect(letter).toMatchObject({ endpoint: '', storm: { audience: [] } });
    expect(letter).not.toHaveProperty('lines');
  });
  test('reads as text and in Slack, with one command and a list', () => {
    const letter = letterOf(many(2, held));
    expect(asText(letter)).toContain(
      `\n\n${letter.command}\n\nThe most urgent first, and of those the largest:\n- e0, held`,
    );
    expect(letter.command).toContain("--alarm-name-prefix 'rb/guard/' --state-value ALARM");
    expect(asText(letter)).toMatch(/\n\nStorm letter: one a minute at the most, and only while something changes\.$/);
    expect(asText(letterOf(many(2, recovered)))).toMatch(/\nStorm letter, the last one\.$/);
    expect(JSON.stringify(asSlack(letter).blocks)).toContain('• e1, held for the storm');
  });
  test('of a thousand stays far below what SNS and Slack take', () => {
    const letter = letterOf(many(1_000, { hold: { kind: 'shift-refused', message: 'x'.repeat(5_000) } }));
    expect(asText(letter).length).toBeLessThan(6_000);
    expect(JSON.stringify(letter).length).toBeLessThan(6_000);
  });
});
