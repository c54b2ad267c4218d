import type { Account } from '../../types.ts';

export type Kind = 'endpoint' | 'endpoint-config' | 'model';

/** ARNs carry names in lower case, so that two names that differ in case only are one resource. */
export const arnOf = ({ partition, region, id }: Account, kind: Kind, name: string): string =>
  `arn:${partition}:sagemaker:${region}:${id}:${kind}/${name.toLowerCase()}`;
