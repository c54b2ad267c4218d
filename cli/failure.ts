const MENDABLE = 2;
const BUG = 70;

/** What a user can mend: something typed, a template, a recording, a config. */
const MENDABLE_ERRORS: ReadonlySet<string> = new Set(['UsageError', 'TemplateError', 'ReplayProblem', 'SynthFailure']);

/** Tells an error on stderr and answers the exit code: what a user can mend is a sentence, a bug comes with its stack. */
export const tellFailure = (error: unknown): number => {
  const mendable = error instanceof Error && MENDABLE_ERRORS.has(error.name);
  const said = error instanceof Error ? (mendable ? error.message : error.stack) : String(error);
  process.stderr.write(`${said}\n`);
  return mendable ? MENDABLE : BUG;
};
