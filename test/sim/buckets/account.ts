import { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { makeIam } from '../../../sim/iam/iam.ts';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { makeStillness } from '../../../sim/kernel/stillness.ts';
import { makeBuckets } from '../../../sim/services/buckets/buckets.ts';
import type { Principal, Wires } from '../../../sim/types.ts';
import { makeServer } from '../../../sim/wire/server.ts';

type Properties = Readonly<Record<string, unknown>>;

export const START = Date.parse('2026-11-20T10:00:00Z');

/** An account that has S3 and IAM, and the real client. Whoever signs with the key `AKIALIMITED` is this role. */
export const bucketAccount = async (limited?: Principal) => {
  const clock = makeClock(START);
  const wires = {
    account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
    clock,
    seeded: makeSeeded(1),
    journal: makeJournal(clock),
    faults: {},
  } as unknown as Wires;
  const [iam, buckets] = [makeIam(wires), makeBuckets(wires)];
  Object.assign(wires, { iam, objects: buckets });
  const server = await makeServer(wires, {
    apis: buckets.api === undefined ? [] : [buckets.api],
    principalOf: (key) => (key === 'AKIALIMITED' ? limited : { kind: 'person', name: 'ana' }),
    stillness: makeStillness(),
    immediately: true,
  });
  onTestFinished(server.close);
  const client = (over: object = {}): S3Client =>
    new S3Client({
      endpoint: server.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
      maxAttempts: 1,
      ...over,
    });
  const make = (type: string, logicalId: string, properties: Properties) => {
    const provisioner = [...buckets.provisioners, ...iam.provisioners].find((one) => one.type === type);
    if (provisioner === undefined) throw new Error(`there is no ${type}`);
    const identity = provisioner.identify(logicalId, properties);
    const resource = { logicalId, type, properties };
    provisioner.create(resource, identity);
    return { provisioner, resource, identity };
  };
  return { buckets, client, s3: client(), make };
};

/** How a call was refused, as a client sees it. */
export const refusalOf = async (
  call: Promise<unknown>,
): Promise<readonly [code: string, status: number, text: string]> => {
  const error = (await call.then(
    () => {
      throw new Error('it was not refused');
    },
    (cause: unknown) => cause,
  )) as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
  return [error.name, error.$metadata?.httpStatusCode ?? 0, error.message];
};
