import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { SlackBody } from '../domain/words/slack.ts';

const POST_WITHIN_MS = 5_000;

/**
 * Posts to the incoming webhook whose URL the SecureString holds. The URL is the secret, so that it is never in an error:
 * it is read anew each time, and a rotated one works at once.
 */
export const slackWebhook =
  (client: SSMClient) =>
  async (parameter: string, body: SlackBody): Promise<void> => {
    const reply = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    const url = reply.Parameter?.Value ?? '';
    if (!URL.canParse(url)) throw new Error(`The SSM parameter ${parameter} holds no URL: put the webhook's there`);
    const response = await posted(url, body).catch((error: unknown) => {
      throw new Error(`The webhook in ${parameter} cannot be posted to: ${kindOf(error)}`);
    });
    if (!response.ok) throw new Error(`Slack answered ${response.status} to the webhook in ${parameter}`);
  };

const posted = (url: string, body: SlackBody): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(POST_WITHIN_MS),
  });

/** Never the message: some of fetch's repeat the URL. */
const kindOf = (error: unknown): string => {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  return cause?.code ?? name ?? 'unknown';
};
