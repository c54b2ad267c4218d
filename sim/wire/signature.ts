import type { Model } from '../models/model.ts';
import type { Account } from '../types.ts';
import { Refusal } from '../types.ts';
import { signingNameOf } from './services.ts';

export type Scope = { readonly accessKeyId: string; readonly region: string; readonly service: string };

const SIGNED = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/;

/** Who signed, and for what. The signature itself is not recomputed: the key that it needs never leaves this process. */
export const scopeOf = (authorization: string | undefined): Scope => {
  const [, accessKeyId, region, service] = SIGNED.exec(authorization ?? '') ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) {
    throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  return { accessKeyId, region, service };
};

export const scopedService = (authorization: string | undefined): string | undefined =>
  SIGNED.exec(authorization ?? '')?.[3];

export const checkScope = (scope: Scope, model: Model, account: Account): void => {
  // IAM is signed for in one Region of the partition; clients that are told an address sign for their own.
  const isGlobal = model.name === 'iam' && scope.region === 'us-east-1';
  if (scope.region !== account.region && !isGlobal) {
    if (model.name === 's3') throw elsewhere(scope.region, account.region);
    const why = `Credential should be scoped to a valid region, not '${scope.region}'.`;
    throw new Refusal('InvalidSignatureException', why, 403);
  }
  const signingName = signingNameOf(model);
  if (scope.service !== signingName) {
    const why = `Credential should be scoped to correct service: '${signingName}'.`;
    throw new Refusal('InvalidSignatureException', why, 403);
  }
};

/** S3 tells where it should have been asked. */
const elsewhere = (asked: string, region: string): Refusal =>
  new Refusal(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${asked}' is wrong; expecting '${region}'`,
    400,
    { Region: region },
  );
