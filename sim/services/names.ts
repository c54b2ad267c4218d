/** How the journal calls what the template made: CDK's eight trailing hex digits say nothing to a reader. */
export const displayName = (name: string): string => name.replace(/(?<=.)[0-9A-F]{8}$/, '');

/** The same for an ARN: its last part. */
export const arnName = (arn: string): string => displayName(arn.split(/[:/]/).at(-1) ?? arn);
