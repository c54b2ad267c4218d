import { afterEach, test, vi } from 'vitest';
import { frozenWords } from '../../cli/shown/freeze.ts';
import { messageOf } from '../../lambdas/aws/clients.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { incidentLetter } from '../../lambdas/domain/words/incident-letter.ts';
import { asSubject, asText, type Letter } from '../../lambdas/domain/words/letter.ts';
import { asSlack } from '../../lambdas/domain/words/slack.ts';
import { parseTrigger } from '../../lambdas/loop/trigger.ts';
import { log } from '../../lambdas/shell/log.ts';
import { BREACH_AT, byHand, deployment, incident, NOW, policy, shift, shifted } from '../builders.ts';
import { UNSEEN } from './case.ts';
import { alarmEvent, endpointEvent, OURS, withAlarmName } from './envelopes.ts';
import { expectNoTrouble } from './handled.ts';
import { HOSTILE } from './hostile.ts';

afterEach(() => void vi.restoreAllMocks());

const TEXTS = HOSTILE.map((text, place) => ({ name: `#${place} ${JSON.stringify(text).slice(0, 60)}`, input: text }));

/** Incidents into which this text found its way, by each way that there is. */
const incidentsWith = (text: string): readonly Incident[] => {
  const order = { by: text, at: NOW };
  const failed = { kind: 'endpoint-unusable', status: 'Failed', failure: text } as const;
  const marked = { drill: { id: 'drill-20260101T100930', by: text } };
  return [
    incident({ hold: failed, owed: 'opened' }),
    incident({ hold: { kind: 'frozen', by: text, reason: text }, owed: 'opened' }),
    incident({ hold: { kind: 'shift-refused', message: messageOf(new Error(text)) }, owed: 'opened' }),
    byHand({ byHand: order, shift: shift(), owed: 'opened' }),
    byHand({ byHand: order, owed: 'ended', ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'not-accepted' } }),
    { ...shifted(), byHand: order, owed: 'ended', ending: { state: 'RECOVERED', at: NOW, because: 'proved' } },
    incident({ ...marked, hold: { kind: 'drill', id: marked.drill.id }, owed: 'opened' }),
  ];
};

const letterOf = (of: Incident): Letter =>
  incidentLetter({
    incident: of,
    policy: policy(),
    places: { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' },
  });

const lettersWith = (text: string): readonly Letter[] => incidentsWith(text).map(letterOf);

const PLAIN = lettersWith('plain');

/** Lines that a stranger's text added would look like ours. */
const linesOf = (letter: Letter): number => asText(letter).split('\n').length;

test('S7: no text of a stranger ends a line of a letter, or hides or turns round a part of it', () =>
  expectNoTrouble(TEXTS, (text) => {
    const odd = lettersWith(text).find(
      (letter, place) =>
        linesOf(letter) !== linesOf(PLAIN[place] as Letter) || UNSEEN.test(asText(letter).replaceAll('\n', '')),
    );
    return odd && `reads ${JSON.stringify(asText(odd)).slice(0, 500)}`;
  }));

/** SNS's own rule: printable ASCII, less than a hundred and one of it. */
const SUBJECT = /^[\x20-\x7e]{1,100}$/;

test('S7: every headline is a subject that SNS takes, also with such a text in it', () =>
  expectNoTrouble(TEXTS, (text) =>
    [...lettersWith(text).map(({ headline }) => headline), asSubject(`UNGUARDED fraud: ${text}`)].find(
      (headline) => !SUBJECT.test(headline),
    ),
  ));

const isBlock = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** All that Slack reads as its own markup. */
const markupIn = (value: unknown): readonly string[] => {
  if (!isBlock(value)) return [];
  const own = value['type'] === 'mrkdwn' ? [String(value['text'])] : [];
  return [...own, ...Object.values(value).flatMap(markupIn)];
};

test('S7: Slack pages nobody and links nothing that a stranger wrote', () =>
  expectNoTrouble(TEXTS, (text) => {
    const bodies = lettersWith(text).map(asSlack);
    const odd = bodies.flatMap((body) => [body.text, ...markupIn(body.blocks)]).find((one) => /[<>]/.test(one));
    if (odd !== undefined) return `reads ${odd.slice(0, 300)}`;
    return bodies.some((body) => body.blocks.some((block) => JSON.stringify(block).length > 12_100))
      ? 'is too long'
      : undefined;
  }));

test('S7: a log line is one line of plain JSON that says what was logged', () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  return expectNoTrouble(TEXTS, (text) => {
    lines.length = 0;
    log('decided', { text, [text]: [text] });
    const [line = ''] = lines;
    if (lines.length !== 1 || UNSEEN.test(line)) return `is logged as ${JSON.stringify(lines).slice(0, 300)}`;
    return JSON.parse(line).text === text.toWellFormed() || JSON.parse(line).text === text ? undefined : 'is lost';
  });
});

test('S7: an event with such a name is refused in one line', () =>
  expectNoTrouble(TEXTS, (text) => {
    const events = [
      withAlarmName(text),
      endpointEvent(text),
      alarmEvent('metric', { account: text }),
      alarmEvent('metric', { source: text }),
    ];
    const taken = events.map((event) => parseTrigger(event, deployment(), OURS)).find(({ kind }) => kind !== 'refused');
    return taken && `was taken for ${taken.kind}`;
  }));

test('S7: a terminal shows what somebody wrote into the freeze switch on one line', () =>
  expectNoTrouble(TEXTS, (text) => {
    const shown = frozenWords({ endpoint: 'fraud', by: text, reason: text, until: BREACH_AT + 1 }, BREACH_AT);
    return UNSEEN.test(shown) ? `reads ${JSON.stringify(shown)}` : undefined;
  }));
