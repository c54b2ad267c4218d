import { expect, test } from 'vitest';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { EndReason, HoldReason } from '../../../lambdas/domain/reasons.ts';
import { end } from '../../../lambdas/domain/settle.ts';
import type { Letter } from '../../../lambdas/domain/words/letter.ts';
import { asSlack } from '../../../lambdas/domain/words/slack.ts';
import { alarmName, at, endpointName, incident, policy, shift } from '../../builders.ts';
import { page } from './page.ts';
import { letterOf, type Over } from './storms.ts';

const NAMES = (
  'ads cart chat fraud loans mail maps news photo prices ' +
  'ranking returns search stock taxi tickets translate video voice weather'
).split(' ');
/** Beside them, so many that keep their guards. */
const WELL = Array.from({ length: 20 }, (_, place) => `forecast-${place + 1}`);
const MODES: Readonly<Record<string, Policy['mode']>> = { tickets: 'recommend', translate: 'approve' };
const POLICIES = [...NAMES, ...WELL].map((name) =>
  policy({ endpoint: endpointName(name), mode: MODES[name] ?? 'auto' }),
);
const letter = (...heads: readonly Incident[]): Letter => letterOf(heads, POLICIES);

/** It broke a guard that minute, and was the larger, the sooner its name comes. */
const broke = (name: string, minute: number, over: Over): Incident =>
  incident({
    id: `${name}-20260101T10${String(minute).padStart(2, '0')}00`,
    endpoint: endpointName(name),
    openedAt: at(minute),
    breach: {
      ...incident().breach,
      alarm: alarmName('canary', 'errors-5xx', name),
      at: at(minute),
      requests: 4_000 - 100 * NAMES.indexOf(name),
    },
    ...over,
  });
/** Before anybody saw that it was a storm: it was told by itself. */
const before = (name: string, over: Over): Incident => broke(name, 5, { told: 1, ...over });
const within = (name: string, over: Over): Incident => broke(name, 8, { storm: { since: at(5) }, ...over });
const news = (name: string, over: Over): Incident => within(name, { owed: 'opened', ...over });

const held = (hold: HoldReason): Over => ({ hold });
const STORM = held({ kind: 'storm', endpoints: 15, of: 40 });
const SHIFT = { shift: shift() };
const IN_FORCE = { shift: shift({ inForceAt: at(10.5) }) };

/** As the rules end it, which is told, or was. */
const ended = (of: Incident, because: EndReason): Incident => {
  const verdict = end(of, because, at(20));
  return verdict.kind === 'end' ? { ...of, told: 1, ending: verdict.ending } : of;
};
const endsNow = (of: Incident, because: EndReason): Incident => ({ ...ended(of, because), owed: 'ended' });
/** What makes it a storm, and was told to be over. */
const OTHERS = NAMES.slice(4, 12);
const others = (): readonly Incident[] => OTHERS.map((name) => ended(within(name, STORM), 'breach-over'));

const first = (): Letter =>
  letter(
    before('ads', SHIFT),
    ended(before('cart', IN_FORCE), 'proved'),
    news('chat', SHIFT),
    ...NAMES.slice(3, 15).map((name) => news(name, STORM)),
  );

const denied =
  'User: arn:aws:sts::123456789012:assumed-role/rb-reconcile/rb-reconcile is not authorized to perform: sagemaker:UpdateEndpointWeightsAndCapacities because no identity-based policy allows it';
const unwell = (name: string) => held({ kind: 'stable-unwell', alarms: [alarmName('stable', 'errors-5xx', name)] });
const refused = held({ kind: 'shift-refused', message: denied });

const next = (): Letter =>
  letter(
    endsNow(within('ads', { shift: shift({ attempts: 3 }), takenBack: { attempt: 3 } }), 'kept-being-reverted'),
    endsNow(within('mail', IN_FORCE), 'not-proved-in-time'),
    news('translate', { ...held({ kind: 'awaiting-approval', until: at(25), plan: '' }), owed: 'changed', told: 1 }),
    news('tickets', { ...held({ kind: 'recommending' }), owed: 'changed', told: 1 }),
    before('cart', unwell('cart')),
    news('prices', unwell('prices')),
    news('ranking', unwell('ranking')),
    news('loans', refused),
    news('stock', refused),
    news('maps', held({ kind: 'endpoint-busy', status: 'Updating' })),
    news('taxi', held({ kind: 'load-unknown', bound: 500 })),
    news('video', held({ kind: 'frozen', by: 'ana', reason: 'sale' })),
    within('voice', { ...STORM, told: 1 }),
    within('news', { ...STORM, told: 1 }),
    news('chat', { ...SHIFT, owed: 'changed', told: 1 }),
    endsNow(within('weather', STORM), 'breach-over'),
    ended(before('fraud', IN_FORCE), 'proved'),
  );

test('F52: a storm, from the first letter to the last', async () => {
  await expect(
    page([
      ['the first: most are held for it, and some broke before anybody saw it', first()],
      ['the next: of every standing, and held for more reasons than are told', next()],
      [
        'the next: what is worse than its stable is shifted, the others are over, and nobody is needed',
        letter(news('chat', SHIFT), news('fraud', { ...SHIFT, owed: 'changed', told: 1 }), ...others()),
      ],
      [
        'of another day: one ended badly, one asks, one is held',
        letter(
          ended(within('ads', SHIFT), 'not-proved-in-time'),
          news('tickets', { ...held({ kind: 'recommending' }), owed: 'reminder', told: 1 }),
          news('voice', { ...STORM, owed: 'reminder', told: 1 }),
          ...others(),
        ),
      ],
      [
        'the last: all is well',
        letter(
          ended(before('cart', IN_FORCE), 'proved'),
          endsNow(within('fraud', IN_FORCE), 'proved'),
          endsNow(within('voice', STORM), 'breach-over'),
          ...others(),
        ),
      ],
      [
        'the last: some ended badly',
        letter(
          endsNow(within('ads', { shift: shift({ attempts: 3 }) }), 'kept-being-reverted'),
          endsNow(within('chat', IN_FORCE), 'not-proved-in-time'),
          endsNow(within('fraud', IN_FORCE), 'proved'),
          ...others(),
        ),
      ],
    ]),
  ).toMatchFileSnapshot('golden/storm.txt');
});

test('F52: Slack shows a storm with its list', async () => {
  await expect(`${JSON.stringify(asSlack(next()), null, 2)}\n`).toMatchFileSnapshot('golden/storm-slack.txt');
});
