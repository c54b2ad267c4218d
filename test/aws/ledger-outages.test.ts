import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { Refusal } from '../../sim/types.ts';
import { ANA, at, incident, shift } from '../builders.ts';
import { DOWN, FRAUD, SOON, setUp, step } from './table.ts';
import { rude, saysNothing } from './wired.ts';

afterEach(() => void vi.restoreAllMocks());

const THROTTLED = new Refusal('ProvisionedThroughputExceededException', 'Too fast');

describe('a table that does not answer', () => {
  test.each([
    ['throttled', THROTTLED],
    ['down', DOWN],
    ['gone', new Refusal('ResourceNotFoundException', 'Requested resource not found')],
  ])('and is %s makes the head unknown and the step unwritten, and both are logged', async (_, refusal) => {
    const { ledger, trouble, log } = await setUp();
    trouble.refusal = refusal;
    expect(await ledger.head(FRAUD)).toEqual({ incident: undefined, version: 'unknown' });
    expect(await ledger.write(step({ replaces: 'unknown' }), SOON)).toBe('unwritten');
    expect(log.mock.calls.map(([message]) => message)).toEqual(['ledger unreadable', 'ledger not written']);
  });

  test('does not make this container forget what it did', async () => {
    const { ledger, container, trouble } = await setUp();
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: incident({ told: 1 }) }), SOON);
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident({ told: 1 }), version: 'unknown' });
    expect(await ledger.heads([FRAUD])).toEqual([incident({ told: 1 })]);
    expect(await container().head(FRAUD)).toEqual({ incident: undefined, version: 'unknown' });
  });

  test('is caught up with once it is back', async () => {
    const { ledger, container, trouble } = await setUp();
    await ledger.write(step(), SOON);
    trouble.refusal = DOWN;
    const shifted = incident({ shift: shift() });
    await ledger.write(step({ incident: shifted, replaces: 1, what: 'shifted' }), SOON);
    delete trouble.refusal;

    const head = await ledger.head(FRAUD);
    expect(head).toEqual({ incident: shifted, version: 1, ahead: true });
    expect(await ledger.write(step({ incident: shifted, replaces: 1, at: at(11), what: 'watch' }), SOON)).toBe(
      'written',
    );
    expect(await container().head(FRAUD)).toEqual({ incident: shifted, version: 2 });
  });

  test('keeps the entry when only the head is unknown, and owes the head', async () => {
    const { ledger, entries, container } = await setUp();
    expect(await ledger.write(step({ replaces: 'unknown' }), SOON)).toBe('unwritten');
    expect(entries()).toEqual(['entry#2026-01-01T10:10:00.000Z#unknown#intent']);
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident(), version: 0, ahead: true });
    expect(await container().head(FRAUD)).toEqual({ incident: undefined, version: 0 });
  });

  test('does not bring back an old incident once a newer one is in the table', async () => {
    const { ledger, container, trouble } = await setUp();
    trouble.refusal = DOWN;
    await ledger.write(step(), SOON);
    delete trouble.refusal;
    const newer = incident({ id: 'later', openedAt: at(60) });
    await container().write(step({ incident: newer, at: at(60) }), SOON);
    expect((await ledger.head(FRAUD)).incident).toEqual(newer);
  });

  test('does not bring back an incident that another container has led to its end meanwhile', async () => {
    const { ledger, container, trouble } = await setUp();
    await ledger.write(step(), SOON);
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: incident({ shift: shift() }), replaces: 1, what: 'shifted' }), SOON);
    delete trouble.refusal;

    const ended = incident({ told: 2, ending: { state: 'RECOVERED', at: at(14), because: 'proved' } });
    await container().write(step({ incident: ended, replaces: 1, at: at(14), what: 'end' }), SOON);
    expect(await ledger.head(FRAUD)).toMatchObject({ incident: ended, version: 2 });
    expect(await ledger.heads([FRAUD])).toEqual([ended]);
  });

  test('does not undo what a person ordered of the same incident meanwhile', async () => {
    const { ledger, container, trouble } = await setUp();
    await ledger.write(step(), SOON);
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: incident({ shift: shift() }), replaces: 'unknown', what: 'shifted' }), SOON);
    delete trouble.refusal;
    const elsewhere = shift({ wanted: { stable: 0, canary: 10 } });
    const ordered = incident({ shift: elsewhere, byHand: { by: ANA, at: at(11) } });
    await container().write(step({ incident: ordered, replaces: 1, at: at(11), what: 'shifted' }), SOON);
    expect(await ledger.head(FRAUD)).toEqual({ incident: ordered, version: 2 });
  });

  test('may have taken a step without saying so, which is no other container going on', async () => {
    const { ledger, container, trouble } = await setUp();
    await container().write(step(), SOON);
    trouble.refusal = DOWN;
    await ledger.write(step(), SOON);
    await ledger.write(step({ incident: incident({ told: 1 }), replaces: 'unknown', what: 'told' }), SOON);
    delete trouble.refusal;
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident({ told: 1 }), version: 1, ahead: true });
  });

  test('is not ahead of a container whose one write took effect without an answer', async () => {
    const { ledger, container, trouble } = await setUp();
    await container().write(step(), SOON);
    trouble.refusal = DOWN;
    await ledger.write(step(), SOON);
    delete trouble.refusal;
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident(), version: 1 });
    expect(ledger.unwritten()).toEqual([]);
  });

  describe('C1: while each container knows its own half,', () => {
    const halves = async (own: Incident, stored: Incident) => {
      const { ledger, container, trouble } = await setUp();
      trouble.refusal = DOWN;
      await ledger.write(step({ incident: own, replaces: 'unknown' }), SOON);
      delete trouble.refusal;
      await container().write(step({ incident: stored }), SOON);
      return ledger;
    };
    const asked = incident({ shift: shift(), told: 1 });
    const ended = { state: 'NOT_ROLLED_BACK', at: at(12), because: 'traffic-moved-by-another-hand' } as const;

    test('who asked for the shift stands against who only saw the weights change', async () => {
      const ledger = await halves(asked, incident({ told: 2, ending: ended }));
      expect(await ledger.head(FRAUD)).toEqual({ incident: { ...asked, told: 2 }, version: 1, ahead: true });
      expect(ledger.unwritten()).toEqual([FRAUD]);
    });
    test('who only saw the weights change gives way, and forgets it', async () => {
      const ledger = await halves(incident({ openedAt: at(11), told: 2, ending: ended }), asked);
      expect(await ledger.head(FRAUD)).toEqual({ incident: asked, version: 1 });
      expect(ledger.unwritten()).toEqual([]);
    });
    test('an incident that is open in the table stands against one that was opened without it', async () => {
      const ledger = await halves(incident({ id: 'fraud-double', openedAt: at(11) }), incident());
      expect(await ledger.head(FRAUD)).toEqual({ incident: incident(), version: 1 });
    });
    test('one of another endpoint config is another one, also while it is not known to be over', async () => {
      const own = incident({ id: 'fraud-later', config: 'config-2', openedAt: at(20), shift: shift() });
      const ledger = await halves(own, asked);
      expect(await ledger.head(FRAUD)).toEqual({ incident: own, version: 1, ahead: true });
    });
    test('an order from before the incident does not hide it', async () => {
      const own = incident({ id: 'fraud-later', openedAt: at(20), shift: shift() });
      const ordered = incident({ byHand: { by: ANA, at: at(11) }, ending: ended });
      const ledger = await halves(own, ordered);
      expect(await ledger.head(FRAUD)).toEqual({ incident: own, version: 1, ahead: true });
    });
    test('one that was over before the other began is another one', async () => {
      const own = incident({ id: 'fraud-later', openedAt: at(20) });
      const ledger = await halves(own, incident({ ending: ended }));
      expect(await ledger.head(FRAUD)).toEqual({ incident: own, version: 1, ahead: true });
    });
  });

  test('C1: is given what came of an incident whose place another one has taken, in one write with that one', async () => {
    const { ledger, entries, trouble, container } = await setUp();
    const asked = incident({ shift: shift() });
    const second = incident({ id: 'fraud-later', openedAt: at(20) });
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: asked, replaces: 'unknown' }), SOON);
    delete trouble.refusal;
    await container().write(step({ incident: second, at: at(21) }), SOON);
    await container().write(step({ incident: { ...second, shift: shift() }, replaces: 1, at: at(22) }), SOON);

    expect(await ledger.head(FRAUD)).toMatchObject({ incident: { id: 'fraud-later' }, version: 2, ahead: true });
    expect(ledger.unwritten()).toEqual([FRAUD]);
    const catchUp = step({ incident: { ...second, shift: shift() }, replaces: 2, at: at(25), what: 'caught-up' });
    expect(await ledger.write(catchUp, SOON)).toBe('written');
    expect(entries().slice(-2)).toEqual([
      'entry#2026-01-01T10:24:59.999Z#unknown#caught-up',
      'entry#2026-01-01T10:25:00.000Z#2#caught-up',
    ]);
    expect(ledger.unwritten()).toEqual([]);
  });

  test('C1: is given what came of an incident whose place the step takes that is written, in one write', async () => {
    const { ledger, entries, trouble } = await setUp();
    const asked = incident({ shift: shift(), told: 2, ending: { state: 'RECOVERED', at: at(15), because: 'proved' } });
    const second = incident({ id: 'fraud-later', openedAt: at(20) });
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: asked, replaces: 'unknown' }), SOON);
    delete trouble.refusal;
    const { version } = await ledger.head(FRAUD);
    expect(await ledger.write(step({ incident: second, replaces: version, at: at(20), what: 'hold' }), SOON)).toBe(
      'written',
    );
    expect(entries()).toEqual([
      'entry#2026-01-01T10:19:59.999Z#unknown#caught-up',
      'entry#2026-01-01T10:20:00.000Z#0#hold',
    ]);
    expect(ledger.unwritten()).toEqual([]);
  });

  test('is waited for no longer than the step may take', async () => {
    const bound = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('time is up')));
    const client = new DynamoDBClient(await rude(saysNothing));
    const ledger = dynamoLedger(client, 'Ledger', () => {});
    expect(await ledger.write(step(), 300)).toBe('unwritten');
    expect((await ledger.head(FRAUD)).version).toBe('unknown');
    expect(bound.mock.calls.map(([ms]) => ms)).toEqual([300, 1_000]);
  });
});
