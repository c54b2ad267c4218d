import type { Growth } from './growth.ts';
import type { Pair } from './pair.ts';

/** What a person can choose. */
export type Settings = {
  /** Share of healthy canaries that may be called worse within a day, 0..1. */
  readonly falseAlarms: number;
  /** Smallest difference worth acting on: of the shares (0..1), or of the means. Above 0. */
  readonly smallest: number;
};

export const DEFAULT_SETTINGS: Settings = { falseAlarms: 0.01, smallest: 0.005 };

/** How one kind of measurement is compared. */
export type Measure<Of> = {
  /** How much such minutes vary by themselves; undefined while too few are known. */
  spreadOf(minutes: readonly Of[]): number | undefined;
  minuteOn(so: Growth, pair: Pair<Of>, spread: number): Growth;
  total(minutes: readonly Of[]): Of;
  /** The canary's share or mean minus stable's, positive where the canary is worse. */
  worseBy(canary: Of, stable: Of): number;
  /** The worst that a past, of which this was seen, can be held to have been. */
  worstOf(past: Of, spread: number): Of;
  /** Requests of the canary after which a difference worth acting on would show; infinite where it never would. */
  needs(canary: Of, stable: Of, minutes: number, spread: number): number;
};
