import { EVERY_EVENT, type Event, THEMES } from './events.ts';
import { explore } from './explore.ts';
import { STARTS } from './state.ts';

/** As deep as takes minutes: everything that can happen, and then what belongs together. */
const DEPTHS = { everything: 4, themes: 6 };

const [everything = DEPTHS.everything, themes = DEPTHS.themes] = process.argv.slice(2).map(Number);
if (![everything, themes].every((depth) => Number.isInteger(depth) && depth > 0)) {
  console.error(
    `npm run explore -- EVERYTHING THEMES: numbers of events, ${DEPTHS.everything} and ${DEPTHS.themes} if left out; saw ${process.argv.slice(2).join(' ')}`,
  );
  process.exit(2);
}

const count = (number: number): string => number.toLocaleString('en');
const total = { states: 0, edges: 0 };

const run = (about: string, events: readonly Event[], depth: number): void => {
  for (const [start, state] of Object.entries(STARTS)) {
    const { states, edges, verdicts, broken } = explore(state, events, { depth });
    total.states += states;
    total.edges += edges;
    const kinds = Object.entries(verdicts).map(([kind, number]) => `${kind} ${count(number)}`);
    console.log(
      `${about}, ${depth} of ${events.length} events, ${start}: ${count(states)} states, ${count(edges)} edges (${kinds.join(', ')})`,
    );
    if (broken === undefined) continue;
    console.log(`BROKEN ${broken.law}`);
    for (const [place, event] of broken.trail.entries()) console.log(`  ${place + 1}. ${event}`);
    process.exitCode = 1;
  }
};

run('everything', EVERY_EVENT, everything);
for (const [theme, events] of Object.entries(THEMES)) run(theme, events, themes);
console.log(`in all ${count(total.states)} states, ${count(total.edges)} edges`);
