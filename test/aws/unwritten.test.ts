import { describe, expect, test } from 'vitest';
import { caughtUp, makeUnwritten } from '../../lambdas/aws/unwritten.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Head, Version } from '../../lambdas/ports.ts';
import { ANA, at, incident, shift } from '../builders.ts';
import { FRAUD, step } from './table.ts';

/** The head that a look starts from, after a container could not write these, and the table says that. */
const onto = (owed: readonly { readonly incident: Incident; readonly replaces: Version }[], stored: Head): Head => {
  const unwritten = makeUnwritten();
  for (const one of owed) unwritten.remember(step(one));
  return unwritten.onto(FRAUD, stored);
};

const opened = incident();
const shifted = incident({ shift: shift() });
const ended = incident({ ending: { state: 'RECOVERED', at: at(14), because: 'proved' } });
const nothing: Head = { incident: undefined, version: 0 };
const unreadable: Head = { incident: undefined, version: 'unknown' };

describe('F45: what a container could not write', () => {
  test('stands while the table does not answer, or holds nothing', () => {
    expect(onto([{ incident: opened, replaces: 0 }], unreadable)).toEqual({ incident: opened, version: 'unknown' });
    expect(onto([{ incident: opened, replaces: 0 }], nothing)).toEqual({ incident: opened, version: 0, ahead: true });
  });
  test('is the newest of what it did', () => {
    const owed = [
      { incident: opened, replaces: 0 },
      { incident: shifted, replaces: 'unknown' },
    ] as const;
    expect(onto(owed, unreadable).incident).toEqual(shifted);
    expect(onto(owed, { incident: opened, version: 1 })).toEqual({ incident: shifted, version: 1, ahead: true });
  });
  test('is nothing of another endpoint', () => {
    const unwritten = makeUnwritten();
    unwritten.remember(step({ incident: opened }));
    unwritten.forget(FRAUD);
    expect(unwritten.onto(FRAUD, nothing)).toEqual(nothing);
    expect(unwritten.endpoints()).toEqual([]);
  });
});

describe('F41: a table that answers again', () => {
  test('after a write whose answer was lost holds that very write: what came of it since stands', () => {
    const owed = [
      { incident: opened, replaces: 3 },
      { incident: shifted, replaces: 'unknown' },
    ] as const;
    expect(onto(owed, { incident: opened, version: 4 }).incident).toEqual(shifted);
  });
  test("of the same version, with another container's incident, is right", () => {
    const others = incident({ hold: { kind: 'no-breaching-datapoint' } });
    const stored: Head = { incident: others, version: 4 };
    expect(onto([{ incident: opened, replaces: 3 }], stored)).toEqual(stored);
  });
  test('two versions on is right', () => {
    const stored: Head = { incident: opened, version: 5 };
    expect(onto([{ incident: opened, replaces: 3 }], stored)).toEqual(stored);
  });
  test('that holds a newer incident is right, unless only this one asked for the shift', () => {
    const second = { id: 'fraud-20260101T102000', openedAt: at(20) };
    const newer: Head = { incident: incident({ ...second, shift: shift() }), version: 9 };
    expect(onto([{ incident: opened, replaces: 'unknown' }], newer)).toEqual(newer);
    const blind: Head = { incident: incident(second), version: 9 };
    expect(onto([{ incident: shifted, replaces: 'unknown' }], blind).incident).toEqual(shifted);
    const older: Head = { incident: incident({ id: 'fraud-20260101T090000', openedAt: at(-60) }), version: 9 };
    expect(onto([{ incident: shifted, replaces: 'unknown' }], older)).toMatchObject({ incident: shifted, version: 9 });
  });
});

describe('C2: where another container went on with the very same incident', () => {
  test.each([
    ['told people of it', incident({ told: 1 }), shifted],
    ['ended it', ended, shifted],
  ])('and %s, that is what counts', (_, stored, own) => {
    const head: Head = { incident: stored, version: 4 };
    for (const replaces of [0, 4] as const) expect(onto([{ incident: own, replaces }], head)).toMatchObject(head);
    expect(onto([{ incident: opened, replaces: 'unknown' }], head)).toEqual(head);
  });
  test('and this one asked for the shift without ever having read the table, it knows what the other only saw', () => {
    for (const stored of [incident({ told: 1 }), ended])
      expect(onto([{ incident: shifted, replaces: 'unknown' }], { incident: stored, version: 4 }).incident).toEqual({
        ...shifted,
        told: stored.told,
      });
  });
  test('and sent more letters of it than this one, the next letter is the one after those', () => {
    const own = { ...shifted, told: 1 };
    const next = (told: number) =>
      onto([{ incident: own, replaces: 'unknown' }], { incident: { ...ended, told }, version: 4 }).incident;
    expect([0, 1, 2].map((told) => next(told)?.told)).toEqual([1, 1, 2]);
    expect(next(2)).toEqual({ ...own, told: 2 });
    const another = incident({ id: 'fraud-20260101T090000', openedAt: at(-60), told: 5 });
    expect(onto([{ incident: own, replaces: 'unknown' }], { incident: another, version: 4 }).incident).toEqual(own);
  });
  test.each([
    ['ended it as well', ended, { ...ended, told: 1 }],
    ['told no more than this one did', incident({ told: 1 }), { ...shifted, told: 1 }],
  ])('and %s, this one goes on', (_, stored, own) => {
    expect(onto([{ incident: own, replaces: 'unknown' }], { incident: stored, version: 4 }).incident).toEqual(own);
  });
  test('and asked again, that is what counts: no request is forgotten', () => {
    const own = incident({ shift: shift(), told: 2 });
    const stored = incident({ shift: shift({ attempts: 2, askedAt: at(13) }), told: 2 });
    const head: Head = { incident: stored, version: 4 };
    expect(onto([{ incident: own, replaces: 'unknown' }], head)).toEqual(head);
  });
  test("and asked twice before a person's order that only this one knows, this one goes on", () => {
    const own = incident({ shift: shift(), byHand: { by: ANA, at: at(14) } });
    const stored = incident({ shift: shift({ attempts: 2 }) });
    expect(onto([{ incident: own, replaces: 'unknown' }], { incident: stored, version: 4 }).incident).toEqual(own);
  });
  test('and this one had ended by the time at which that one opened, the table is right', () => {
    const over = { ...ended, shift: shift() };
    const later = incident({ id: 'fraud-later', openedAt: at(15) });
    expect(onto([{ incident: over, replaces: 'unknown' }], { incident: later, version: 7 })).toMatchObject({
      incident: later,
      version: 7,
    });
  });
  test('with another incident told, says nothing of this one', () => {
    const before = incident({ id: 'fraud-20260101T090000', openedAt: at(-60), told: 2 });
    expect(onto([{ incident: shifted, replaces: 4 }], { incident: before, version: 4 }).incident).toEqual(shifted);
  });
});

describe('C1: what a container asked for, and another incident has taken the place of,', () => {
  const later = incident({ id: 'fraud-20260101T102000', openedAt: at(20), shift: shift({ askedAt: at(20) }) });
  const standing = (stored: Head, ...owed: readonly Incident[]) => {
    const unwritten = makeUnwritten();
    for (const one of owed) unwritten.remember(step({ incident: one, replaces: 'unknown' }));
    return { unwritten, head: unwritten.onto(FRAUD, stored) };
  };

  test('in its own memory, is still to be written', () => {
    const { unwritten, head } = standing(nothing, shifted, later);
    expect(head).toEqual({ incident: later, version: 0, ahead: true });
    expect(unwritten.replaced(FRAUD)).toEqual([shifted]);
  });
  test('by what is written now, is to be written with it', () => {
    const { unwritten } = standing(nothing, shifted);
    expect(unwritten.replaced(FRAUD, later)).toEqual([shifted]);
    expect(unwritten.replaced(FRAUD, { ...shifted, told: 1 })).toEqual([]);
    expect(standing(nothing, opened).unwritten.replaced(FRAUD, later)).toEqual([]);
    expect(makeUnwritten().replaced(FRAUD, later)).toEqual([]);
  });
  test('in the table, is still to be written, and the table is right about the rest', () => {
    const { unwritten, head } = standing({ incident: later, version: 9 }, shifted);
    expect(head).toEqual({ incident: later, version: 9, ahead: true });
    expect(unwritten.replaced(FRAUD)).toEqual([shifted]);
    expect(unwritten.endpoints()).toEqual([FRAUD]);
    unwritten.forget(FRAUD);
    expect(unwritten.endpoints()).toEqual([]);
    expect(unwritten.onto(FRAUD, { incident: later, version: 10 })).toEqual({ incident: later, version: 10 });
  });
  test('under the same name, as one that ended before, is still to be written', () => {
    const again = incident({ openedAt: at(20), shift: shift({ askedAt: at(20) }) });
    const { unwritten } = standing({ incident: { ...ended, shift: shift() }, version: 9 }, again);
    expect(unwritten.replaced(FRAUD)).toEqual([again]);
  });
  test.each<readonly [string, Incident, Incident]>([
    ['was only seen', opened, later],
    ['is known there by the same request', shifted, { ...shifted, told: 1 }],
  ])('is nothing where it %s', (_, own, stored) => {
    const { unwritten, head } = standing({ incident: stored, version: 9 }, own);
    expect(head).toEqual({ incident: stored, version: 9 });
    expect(unwritten.replaced(FRAUD)).toEqual([]);
  });
  test('stands each at a time of its own', () => {
    expect(caughtUp([shifted, later], at(30)).map((one) => [one.incident.id, one.at - at(30), one.replaces])).toEqual([
      [shifted.id, -2, 'unknown'],
      [later.id, -1, 'unknown'],
    ]);
  });
});

test('I8: an incident that was opened again by who had not read it does not hide how it began', () => {
  const again = incident({ openedAt: at(20), weightsAtOpen: { stable: 50, canary: 50 }, told: 1 });
  const stored: Head = { incident: incident({ told: 1 }), version: 4 };
  expect(onto([{ incident: again, replaces: 'unknown' }], stored)).toEqual(stored);
});
