import { EVERYDAY, furnish, guardedEndpoints, makeStage } from '../sim/play/stage.ts';
import { emptyTemplate, loadTemplate } from '../sim/template/load.ts';
import type { Template } from '../sim/template/template.ts';
import { makeWorld, type World } from '../sim/world.ts';
import { tellFailure } from './failure.ts';
import { UsageError } from './options.ts';
import { portTaken, readSimOptions, SIM_USAGE, type SimOptions } from './sim/options.ts';
import { makeStop } from './sim/stop.ts';
import { synthDemo } from './synth/synth.ts';
import { temporaryDirectory } from './temporary.ts';

/** `npm run sim`: the small AWS by itself, in real time, for any AWS client. */
const sim = async (args: readonly string[]): Promise<void> => {
  const options = readSimOptions(args);
  if (options.help) return void process.stdout.write(`${SIM_USAGE}\n`);

  const stop = makeStop();
  const world = await worldFor(options, await templateOf(options));
  try {
    await ready(world, options);
    stop.up();
    await world.live(stop.signal, options.speed);
  } finally {
    await world.close();
  }
};

const templateOf = async ({ empty, template }: SimOptions): Promise<Template> => {
  if (empty) return emptyTemplate();
  return loadTemplate(template ?? (await synthDemo(temporaryDirectory('sim'))));
};

/** Longer than the quarter of an hour after which CloudWatch lists a new metric. */
const WARM_UP_MS = 17 * 60_000;

/** The guards have seen some minutes of everyday traffic when the first client comes. */
const worldFor = async ({ seed, scenario, journal, empty }: SimOptions, template: Template): Promise<World> => {
  const now = Date.now();
  const world = await makeWorld({
    template,
    seed,
    start: now - WARM_UP_MS,
    faults: scenario?.faults ?? {},
    keepsJournal: false,
  });
  if (scenario !== undefined && !guardedEndpoints(world).has(scenario.endpoint)) {
    await world.close();
    throw new UsageError(
      `--scenario ${scenario.name} is about ${scenario.endpoint}, which the template does not guard`,
    );
  }
  if (!empty) furnish(world, scenario ?? EVERYDAY);
  await world.run({ until: now });
  // That took a second or two, which the clock of a client has gone on.
  await world.run({ until: Date.now() });
  if (journal) world.wires.journal.onLine((line) => process.stderr.write(`${JSON.stringify(line)}\n`));
  return world;
};

const ready = async (world: World, { port, scenario }: SimOptions): Promise<void> => {
  const endpointUrl = await world.open(port).catch(portTaken(port));
  const { region, id: accountId } = world.wires.account;
  process.stdout.write(`${JSON.stringify({ endpointUrl, region, accountId })}\n`);
  scenario?.script(makeStage(world, scenario));
};

try {
  await sim(process.argv.slice(2));
} catch (error) {
  process.exitCode = tellFailure(error);
}
