/** What is wrong with an expression, as CloudWatch says it behind `Error in expression 'id': `. */
export class MathProblem extends Error {
  override readonly name = 'MathProblem';
}

export const invalidSyntax = (): MathProblem => new MathProblem('Invalid syntax');

/** Arguments of a kind or number that the function does not take. */
export const wrongArguments = (name: string): MathProblem =>
  new MathProblem(`Invalid arguments for function '${name}'`);
