import type { Account } from '../types.ts';
import { Refusal } from '../types.ts';
import type { Service } from './catalogue.ts';

export type Scope = { readonly accessKeyId: string; readonly region: string; readonly service: string };

/** Who signed, and for what. The signature itself is not recomputed: the key that it needs never leaves this process. */
export const scopeOf = (authorization: string | undefined): Scope => {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/.exec(
    authorization ?? '',
  );
  const [, accessKeyId, region, service] = found ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) {
    throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  return { accessKeyId, region, service };
};

export const checkScope = (scope: Scope, service: Service, account: Account): void => {
  if (scope.region !== account.region) {
    const why = `Credential should be scoped to a valid region, not '${scope.region}'.`;
    throw new Refusal('InvalidSignatureException', why, 403);
  }
  if (scope.service !== service.signingName) {
    const why = `Credential should be scoped to correct service: '${service.signingName}'.`;
    throw new Refusal('InvalidSignatureException', why, 403);
  }
};
