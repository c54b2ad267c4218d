/** How a command ends, for scripts. docs/cli.md lists them. */
export const EXIT = {
  /** Done, and all is as it should be. */
  ok: 0,
  /** Done, and something is not as it should be: a finding, a broken hop, a rollback that is not proved. */
  notWell: 1,
  /** Something typed, or a file, is wrong: nothing was changed. */
  usage: 2,
  /** AWS refused or did not answer. */
  aws: 3,
  /** A person was asked, and said no: nothing was changed. */
  declined: 4,
  bug: 70,
  interrupted: 130,
} as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];
