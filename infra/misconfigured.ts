/** A mistake of the adopter's: its message says all that is needed, a stack trace would only hide it. */
export class Misconfigured extends Error {
  constructor(what: string, problems: readonly string[]) {
    super([what, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'Misconfigured';
  }
}
