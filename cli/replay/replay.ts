import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplate } from '../../sim/template/load.ts';
import { synthOwn } from '../synth/synth.ts';
import { deploymentIn, policyFor, variantFor } from './deployed.ts';
import { episodesIn } from './episodes.ts';
import type { ReplayOptions } from './options.ts';
import { type Outcome, playEpisode } from './outcome.ts';
import { readRecording } from './read/read.ts';
import { type Replayed, type Watched, watch } from './seen.ts';

/** All that a replay found out. */
export type Findings = {
  readonly replayed: Replayed;
  readonly watched: Watched;
  /** One for each episode that was played. */
  readonly outcomes: readonly Outcome[];
  /** Episodes beyond those. */
  readonly unplayed: number;
};

export type Watcher = {
  /** Told how far it is, 0..1. */
  readonly onProgress: (done: number) => void;
};

/** More are listed and not played: each takes about a second, and after ten a reader has seen what the guards are like. */
const MOST_PLAYED = 10;

/** Plays somebody's own metrics through their own config: what each guard saw, and what would have happened. */
export const replay = async (options: ReplayOptions, { onProgress }: Watcher): Promise<Findings> => {
  const made = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-replay-'));
  try {
    const recording = readRecording(options.file);
    const template = loadTemplate(options.template ?? (await synthOwn(made, options.mode)));
    const deployment = deploymentIn(template);
    const policy = policyFor(deployment, options.endpoint);
    const variant = variantFor(policy, options.variant);
    const replayed: Replayed = { template, deployment, policy, variant, recording, onProgress };

    const watched = await watch(replayed);
    const episodes = episodesIn(watched.guards, policy.stable);
    const outcomes: Outcome[] = [];
    for (const episode of episodes.slice(0, MOST_PLAYED)) outcomes.push(await playEpisode(replayed, watched, episode));
    return { replayed, watched, outcomes, unplayed: episodes.length - outcomes.length };
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
};
