import { describe, expect, test } from 'vitest';
import { asSubject, asText, type Letter } from '../../../lambdas/domain/words/letter.ts';
import { asSlack } from '../../../lambdas/domain/words/slack.ts';
import { unguardedLetter } from '../../../lambdas/domain/words/unguarded-letter.ts';
import { policy } from '../../builders.ts';

const letter = (over: Partial<Letter> = {}): Letter => ({
  version: 1,
  endpoint: 'fraud',
  incident: { id: 'fraud-1', number: 2, last: false },
  headline: 'Rolling back fraud',
  tone: 'acting',
  seen: 'errors',
  done: 'asked',
  means: 'soon',
  next: 'wait',
  command: 'aws x',
  ...over,
});

describe('a subject', () => {
  const subjects: readonly (readonly [string, string])[] = [
    ['plain text', 'plain text'],
    ['two\r\nlines', 'two lines'],
    ['tab\tand bell\u0007', 'tab and bell'],
    ['übel – 日本', 'bel'],
    ['  padded  ', 'padded'],
    ['x'.repeat(300), 'x'.repeat(99)],
  ];
  test.each(subjects)('made of %j is printable ASCII', (headline, expected) => {
    expect(asSubject(headline)).toBe(expected);
  });
});

describe('as an email', () => {
  test('a letter reads from top to bottom, and closes with its number', () => {
    expect(asText(letter())).toBe(
      [
        'Rolling back fraud',
        '',
        'What was seen:   errors',
        'What was done:   asked',
        'What it means:   soon',
        'What to do next: wait',
        '',
        'aws x',
        '',
        'Incident fraud-1, message 2.',
      ].join('\n'),
    );
  });
  test('the last letter says so', () => {
    expect(asText(letter({ incident: { id: 'i', number: 3, last: true } }))).toMatch(/message 3, the last one\.$/);
  });
});

describe('in Slack', () => {
  test('a letter is blocks, with a fallback text', () => {
    const { text, blocks } = asSlack(letter());
    expect(text).toBe(asText(letter()));
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'section',
      'section',
      'section',
      'section',
      'context',
    ]);
    expect(JSON.stringify(blocks)).toContain('message 2.');
  });
  test('Slack shows the lines for the code of the endpoint after the command, under a title of their own', () => {
    const shown = asSlack(letter({ code: 'weight = 0' })).blocks.map(({ text }) => (text as { text: string })?.text);
    expect(shown.slice(5, 7)).toEqual([
      expect.stringMatching(/^```aws /),
      '*Before the next deployment of the endpoint, make its code agree*\n```weight = 0```',
    ]);
  });
  test("nobody's text pages a channel, links or formats by brackets", () => {
    const evil = '<!here> <!channel> <https://evil|AWS> & </script>';
    const body = asSlack(letter({ seen: evil, done: evil, means: evil, next: evil, command: evil, endpoint: evil }));
    const markdown = body.blocks.filter(({ type }) => type !== 'header');
    expect(JSON.stringify([body.text, markdown])).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    expect(body.text).toContain('&lt;!here&gt; &lt;!channel&gt; &lt;https://evil|AWS&gt; &amp; &lt;/script&gt;');
  });
  test('no part is longer than Slack takes', () => {
    const long = 'x'.repeat(9_000);
    const body = asSlack(letter({ headline: long, seen: long, command: long }));
    const texts = body.blocks.flatMap(({ text }) => (text === undefined ? [] : [(text as { text: string }).text]));
    expect(body.text.length).toBeLessThanOrEqual(3_000);
    expect(texts[0]).toHaveLength(150);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(3_000);
  });
  test.each(['acting', 'needs-you', 'good', 'bad'] as const)('the tone %s has its sign', (tone) => {
    expect(JSON.stringify(asSlack(letter({ tone })).blocks[0])).toMatch(/"text":":[a-z_]+: Rolling back fraud"/);
  });
});

describe('an unguarded endpoint', () => {
  const gap = { what: 'alarm a does not exist', mend: 'deploy the stack again' };
  test('is told with its mend, and belongs to no incident', () => {
    const told = unguardedLetter(policy(), [gap]);
    expect(told).toMatchObject({
      headline: 'UNGUARDED fraud: alarm a does not exist',
      tone: 'needs-you',
      seen: 'alarm a does not exist.',
      next: 'deploy the stack again.',
    });
    expect(told.command).toMatch(/^aws sagemaker describe-endpoint --endpoint-name fraud /);
    expect(asText(told)).toMatch(/Endpoint fraud\. Sent once, and again daily while it lasts\.$/);
  });
  test('names the first of several gaps in its subject, and all in its text', () => {
    const told = unguardedLetter(policy(), [gap, { what: 'variant b does not exist', mend: 'x' }]);
    expect(told.headline).toBe('UNGUARDED fraud: alarm a does not exist, and 1 more');
    expect(told.seen).toBe('2 things: alarm a does not exist; variant b does not exist.');
  });
});
