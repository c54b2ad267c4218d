import { hash } from 'node:crypto';
import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { State } from './state.ts';

/** Longer ago than any rule asks is just long ago. */
const LONG = 12 * MINUTE;

/** The finest that any rule counts. */
const GRAIN = 30 * SECOND;

/** Times of this century in milliseconds, also within a failure reason; no weight and no count is as long. */
const TIME = /\d{13}/g;

/** Ids of incidents, which are made of a time. */
const ID = /fraud-\d{8}T\d{6}/g;

/**
 * Equal for states that differ in nothing but the hour: each time is told by its place in the order of all times, and by
 * how many half minutes ago it was; an incident, by the order in which they come.
 */
export const keyOf = ({ now, ...rest }: State): string => {
  const text = JSON.stringify(rest);
  const times = [...new Set(text.match(TIME))].sort();
  const told = new Map(times.map((time, place) => [time, `${place}:${agoOf(now - Number(time))}`]));
  const ids = [...new Set(text.match(ID))];
  const plain = text.replaceAll(TIME, (time) => told.get(time) ?? time).replaceAll(ID, (id) => `#${ids.indexOf(id)}`);
  // Millions of them have to lie in memory.
  return hash('md5', plain, 'base64');
};

const agoOf = (ms: number): number => Math.floor(Math.min(ms, LONG) / GRAIN);
