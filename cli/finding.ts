/** Something that a person should know, with what to do about it. Commands that look for trouble add theirs to one list. */
export type Finding = {
  /** `bad`: all is not as it should be, and the exit code says so. `notice`: worth knowing, and somebody may mean it. */
  readonly weight: 'bad' | 'notice';
  /** For programs: `unguarded`, `incident`, `frozen`, `drift`, `unread`. */
  readonly kind: string;
  /** Absent: it is about the deployment as a whole. */
  readonly endpoint?: string;
  readonly what: string;
  /** A sentence, or a command to copy. */
  readonly mend: string;
  /** To copy, beside a sentence. */
  readonly command?: string;
};
