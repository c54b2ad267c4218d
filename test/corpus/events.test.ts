import { expect, test } from 'vitest';
import { UNSEEN } from './case.ts';
import { alarmEvent, FORGED, MALFORMED } from './envelopes.ts';
import { armed, came, expectNoTrouble, handled, quiet } from './handled.ts';

test('F04: a malformed event is refused with a reason, or makes a look that finds nothing to do', () =>
  expectNoTrouble(MALFORMED, async (event) => {
    const held = quiet();
    const outcome = await handled(held, { event });
    if (!outcome.startsWith('refused: ')) return came(outcome, held, ['nothing', 'ignored']);
    if (outcome.length < 12 || outcome.length > 600) return `is refused in ${outcome.length} characters`;
    return held.done.length > 0 ? 'was refused after a read' : undefined;
  }));

test('S1: a forged event is refused before anything is read, also where a canary is bad and may be rolled back', () =>
  expectNoTrouble(FORGED, async (event) => {
    const held = armed();
    const outcome = await handled(held, { event });
    if (!outcome.startsWith('refused: ')) return `came to ${outcome}`;
    return held.done.length > 0 ? `did ${held.done.join()}` : undefined;
  }));

test('S1: the same event is acted on where it is true, so that the refusals above mean something', async () => {
  const held = armed();
  expect(await handled(held, { event: alarmEvent() })).toBe('roll-back');
  expect(held.shifts).toHaveLength(1);
  expect('a\u202eb').toMatch(UNSEEN);
});
