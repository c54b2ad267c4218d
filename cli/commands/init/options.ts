/** What was typed behind `init`. Undefined: not said. */
export type InitOptions = {
  readonly out: string | undefined;
  readonly endpoints: readonly string[] | undefined;
  readonly stable: string | undefined;
  readonly emails: readonly string[] | undefined;
  readonly slackParameter: string | undefined;
  /** Whether latency may be guarded. */
  readonly latency: boolean;
  readonly days: number;
  readonly yes: boolean;
  readonly force: boolean;
};
