import { type Finding, findingAt, type Said } from './codes.ts';
import { metrics } from './rules/metrics.ts';
import { missing } from './rules/missing.ts';
import { periods } from './rules/periods.ts';
import { reach } from './rules/reach.ts';
import { samples } from './rules/samples.ts';
import { units } from './rules/units.ts';
import { type Place, variants } from './rules/variants.ts';
import type { Watch } from './watch.ts';

/** Of what an alarm asks alone, whoever made it. With its endpoint, also whom it names. */
export const lintDefinition = (watch: Watch, place?: Place): readonly Finding[] => {
  const unpublished = metrics(watch);
  const named = place === undefined || unpublished.length > 0 ? unpublished : variants(watch, place);
  const all = [...named, ...meaning(watch), ...periods(watch), ...missing(watch)];
  return all.map((one) => findingAt(`alarm ${watch.name}`, one, place?.endpoint));
};

/** The first that is wrong with its figure: what follows from it would only be told twice. */
const meaning = (watch: Watch): readonly Said[] => {
  for (const rule of [units, samples, reach]) {
    const said = rule(watch);
    if (said.length > 0) return said;
  }
  return [];
};
