import { Command, CommanderError } from '@commander-js/extra-typings';
import packageJson from '../package.json' with { type: 'json' };
import { CONFIG_FILE } from './account/config-file.ts';
import type { Runner } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { EXIT, type Exit } from './exit.ts';
import type { Common } from './session.ts';
import { tellTrouble } from './tell.ts';
import type { Io } from './terminal/io.ts';
import { Trouble } from './trouble.ts';

const ABOUT =
  "Sends a SageMaker endpoint's traffic back to its stable variant when production says that the new one is worse, proves that it did, and tells people.";

const AFTER = `
Without an account:
  play                           a scenario on a stand-in of AWS: npm start
  sim                            the stand-in by itself: npm run sim

Examples:
  $ npx sagemaker-rollback init
  $ npx sagemaker-rollback status --profile prod --region eu-west-1
  $ npx sagemaker-rollback rollback my-endpoint
  $ npx sagemaker-rollback freeze --all --reason "big sale" --until 6h

Exit codes: 0 well, 1 done and not well, 2 wrong input, 3 AWS, 4 declined,
70 a bug. docs/cli.md has them, and what --json prints.`;

/** What was typed, run to its exit code. */
export const runProgram = async (args: readonly string[], io: Io): Promise<Exit> => {
  let exit: Exit = EXIT.ok;
  const program = makeProgram(io);
  const runner: Runner = async (name, work) => {
    // With it comes the SDK, which a help does without.
    const { runCommand } = await import('./run.ts');
    exit = await runCommand(name, commonOf(program.opts()), { io, work });
  };
  for (const add of COMMANDS) add(program, runner);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    const names = program.commands.map((command) => command.name());
    const name = args.find((word) => names.includes(word));
    return tellTrouble(mistyped(error, name), { name: name ?? NAME, json: args.includes('--json'), io });
  }
};

/** What the parser says, as every other trouble is told. */
const mistyped = ({ code, message }: CommanderError, command: string | undefined): Trouble => {
  const help = `npx ${NAME} ${command === undefined ? '' : `${command} `}--help`;
  // Where the parser would print the whole help in place of a sentence.
  if (code === 'commander.help') return new Trouble('usage', 'No command was given.', `See ${help}`);
  const said = message.replace(/^error: /, '').replaceAll(/\s+/g, ' ');
  return new Trouble(
    'usage',
    `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.?)]$/.test(said) ? '' : '.'}`,
    `See ${help}`,
  );
};

const NAME = 'sagemaker-rollback';

const makeProgram = ({ out, page }: Io) =>
  new Command(NAME)
    .description(ABOUT)
    .version(packageJson.version)
    .option('--profile <name>', 'profile of the AWS config, as the AWS CLI has it')
    .option('--region <name>', 'Region of the endpoints')
    .option('--stack <name>', "the deployment's stack (default: the config's name, or sagemaker-rollback)")
    .option('--config <file>', 'the config', CONFIG_FILE)
    .option('--json', 'print one JSON document (docs/cli.md)')
    .configureHelp({ showGlobalOptions: true, helpWidth: page.width })
    .configureOutput({
      writeOut: out,
      // Its errors are told as ours are, and its help on them is too long to be read.
      writeErr: () => undefined,
      getOutHelpWidth: () => page.width,
      getErrHelpWidth: () => page.width,
    })
    .addHelpText('after', AFTER)
    .showSuggestionAfterError()
    .exitOverride();

export type Program = ReturnType<typeof makeProgram>;

const commonOf = ({ profile, region, stack, config, json }: ReturnType<Program['opts']>): Common => ({
  profile,
  region,
  stack,
  config,
  json: json === true,
});
