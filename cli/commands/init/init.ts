import { checkConfig } from '../../../infra/config/check.ts';
import type { Outcome } from '../../command.ts';
import type { Session } from '../../session.ts';
import { type Asking, askingOf, type Choice, choose } from './choose.ts';
import { dayOf } from './days.ts';
import { type Entry, toEntry } from './entry.ts';
import { levelsOf } from './levels.ts';
import { lookAround, withLevels } from './look.ts';
import { type Measurement, measure, suggestFor } from './measure.ts';
import { notesOf } from './notes.ts';
import type { InitOptions } from './options.ts';
import { noteRows, nothingToGuard, type Report, written } from './outcome.ts';
import { levelRows, overviewRows } from './overview.ts';
import { placeFor, refuseToReplace, write } from './place.ts';
import { render, toConfig } from './render.ts';
import { isFit, type Seen } from './seen.ts';
import { askWhomToTell, refuseNobody, toldBy } from './tell.ts';

/** Looks, asks, writes a config. Nothing in AWS changes. */
export const init = async (session: Session, options: InitOptions): Promise<Outcome<Report>> => {
  const place = placeFor(session, options);
  const told = toldBy(options);
  if (options.yes) refuseNobody(told);

  const seen = await lookAround(session, options.endpoints);
  show(session, overviewRows(session.io.page, seen));
  if (options.endpoints === undefined && !seen.endpoints.some(isFit)) return nothingToGuard(seen, options);

  const asking = askingOf(session, options);
  await refuseToReplace(asking, place, options);
  const choices = await choose(asking, seen, options);
  const measurement = await measure(session, choices, options.days);
  const measured = withMeasured(seen, measurement);
  show(session, levelRows(session.io.page, measured.endpoints));

  const entries = await decide(asking, { choices: again(choices, measured), measurement, options });
  const tell = told ?? (asking === undefined ? refuseNobody(told) : await askWhomToTell(asking));
  const config = toConfig({ tell, entries });
  refuseWrong(config);
  const looked = { on: dayOf(session.io.clock()), region: seen.region, days: options.days };
  const text = render({ tell, entries, shape: place.shape, looked });
  if (place.file !== undefined) write(session, place.file, text);
  const notes = [...measurement.unread, ...notesOf(entries)];
  if (place.file === undefined) show(session, noteRows(session.io.page, notes));
  return written({ seen: measured, days: options.days, place, entries, config, text, notes });
};

/** Accompanies what a program reads, or a person is asked. */
const show = ({ io, common }: Session, rows: readonly string[]): void => {
  if (!common.json) for (const row of rows) io.err(`${row}\n`);
};

const withMeasured = (seen: Seen, { minutesOf, unread }: Measurement): Seen => ({
  ...seen,
  endpoints: withLevels(seen, (of) => levelsOf(minutesOf(of) ?? [])),
  unread: [...seen.unread, ...unread],
});

/** The same choices of what is known better by now. */
const again = (choices: readonly Choice[], { endpoints }: Seen): readonly Choice[] =>
  choices.map((choice) => ({
    ...choice,
    endpoint: endpoints.find(({ endpoint }) => endpoint === choice.endpoint.endpoint) ?? choice.endpoint,
  }));

type Deciding = {
  readonly choices: readonly Choice[];
  readonly measurement: Measurement;
  readonly options: InitOptions;
};

const decide = async (asking: Asking, { choices, measurement, options }: Deciding): Promise<readonly Entry[]> => {
  const suggested = choices.map((choice) => ({ choice, suggestion: suggestFor(choice, measurement) }));
  const isKnown = suggested.some(({ suggestion }) => suggestion.latency !== undefined);
  const wanted =
    options.latency &&
    isKnown &&
    (asking === undefined || (await asking.confirm('Guard latency too, besides errors?')));
  return suggested.map(({ choice, suggestion }) => toEntry(choice, suggestion, wanted));
};

/** All of it is from SageMaker or was checked when it was typed: what is wrong here is our own mistake. */
const refuseWrong = (config: unknown): void => {
  const checked = checkConfig(config);
  if (!checked.ok) throw new Error(`init made a config that cannot be deployed: ${checked.problems.join('; ')}`);
};
