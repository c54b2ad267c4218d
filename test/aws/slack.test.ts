import { SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, expect, test, vi } from 'vitest';
import { slackWebhook } from '../../lambdas/aws/slack.ts';
import type { Slack } from '../../sim/wire/slack.ts';
import { smallAccount } from '../sim/small-account.ts';
import { denyEverything, hangsUp, rude, saysNothing, wired } from './wired.ts';

afterEach(() => void vi.restoreAllMocks());

const PARAMETER = '/rb/slack';
const SECRET = 'T000-B000-XXXX';
const BODY = { text: 'fraud: traffic goes back to stable', blocks: [] } as unknown as Parameters<
  ReturnType<typeof slackWebhook>
>[1];

/** `url`: what the SecureString holds, given where the webhook listens. */
const webhook = async (url: (base: string) => string, slack?: Slack) => {
  const account = smallAccount({});
  const posted: { readonly path: string; readonly body: unknown }[] = [];
  const config = await wired(account.wires, [account.parameters], (path, body) => {
    posted.push({ path, body: JSON.parse(body) as unknown });
    return slack?.(path, body) ?? { status: 200, body: 'ok' };
  });
  account.parameters.put(PARAMETER, url(config.endpoint), 'SecureString');
  return {
    ...account,
    posted,
    post: () => slackWebhook(new SSMClient(config))(PARAMETER, BODY),
    base: config.endpoint,
  };
};
const right = (base: string) => `${base}/slack/services/${SECRET}`;

const messageOf = (call: Promise<void>): Promise<string> =>
  call.then(
    () => expect.unreachable('it was posted'),
    (error: Error) => `${error.message} ${String(error.cause)}`,
  );

test('a letter is posted as JSON to the URL that the secret holds', async () => {
  const { post, posted } = await webhook(right);
  await post();
  expect(posted).toEqual([{ path: `/slack/services/${SECRET}`, body: BODY }]);
});

test('a rotated webhook is used at once', async () => {
  const { post, posted, parameters, base } = await webhook(right);
  await post();
  parameters.put(PARAMETER, `${base}/slack/services/rotated`, 'SecureString');
  await post();
  expect(posted.map(({ path }) => path)).toEqual([`/slack/services/${SECRET}`, '/slack/services/rotated']);
});

test.each([403, 404, 410, 429, 500, 503])(
  'F48: an answer of %i throws, and names the parameter but not the URL',
  async (status) => {
    const { post } = await webhook(right, () => ({ status, body: 'no_service' }));
    const message = await messageOf(post());
    expect(message).toContain(`Slack answered ${status} to the webhook in ${PARAMETER}`);
    expect(message).not.toContain(SECRET);
  },
);

test.each([`hooks.slack.com/services/${SECRET}`, SECRET, `https://${SECRET} .example.com`])(
  'a secret that holds no URL throws without repeating it: %s',
  async (value) => {
    const { post, posted } = await webhook(() => value);
    const message = await messageOf(post());
    expect(message).toContain(PARAMETER);
    expect(message).not.toContain(SECRET);
    expect(posted).toEqual([]);
  },
);

test.each([`slack://${SECRET}`, `https://ana:${SECRET}@hooks.example.com/services`])(
  'a URL that cannot be posted to throws without repeating it: %s',
  async (value) => {
    const { post } = await webhook(() => value);
    const message = await messageOf(post());
    expect(message).toContain(PARAMETER);
    expect(message.toUpperCase()).not.toContain(SECRET);
  },
);

test('a secret that may not be read throws', async () => {
  const { post, wires } = await webhook(right);
  denyEverything(wires);
  await expect(post()).rejects.toThrow('no statement allows it');
});

test('a connection that breaks throws without the URL', async () => {
  const { endpoint } = await rude(hangsUp);
  const { post } = await webhook(() => right(endpoint));
  expect(await messageOf(post())).not.toContain(SECRET);
});

test('a Slack that is silent for five seconds throws without the URL', async () => {
  const { endpoint } = await rude(saysNothing);
  const { post } = await webhook(() => right(endpoint));
  const bound = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('time is up')));
  expect(await messageOf(post())).not.toContain(SECRET);
  expect(bound).toHaveBeenCalledWith(5_000);
});
