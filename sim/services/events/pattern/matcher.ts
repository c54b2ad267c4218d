/** One entry of a field's list: the values that will do, and whether it will do that there is none. */
export type Matcher = {
  readonly test: (value: unknown) => boolean;
  readonly absence?: true;
  /** The wildcards in it, whose complexity is judged. */
  readonly wildcards?: readonly (readonly string[])[];
};
