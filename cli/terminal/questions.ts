/** What a person can be asked. Each rejects with a `Trouble` of code `declined` when they leave instead of answering. */
export type Questions = {
  readonly confirm: (question: string) => Promise<boolean>;
  readonly choose: <Value extends string>(question: string, choices: readonly Choice<Value>[]) => Promise<Value>;
  /** At least one. */
  readonly pick: <Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
  ) => Promise<readonly Value[]>;
  /** `check` answers what is wrong with the answer, in a sentence, or nothing. */
  readonly text: (question: string, asked: TextAsked) => Promise<string>;
};

export type Choice<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  /** Chosen unless the person says otherwise. */
  readonly suggested?: boolean;
};

export type TextAsked = {
  readonly suggestion?: string;
  readonly check?: (answer: string) => string | undefined;
};
