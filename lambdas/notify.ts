import type { SNSEvent } from 'aws-lambda';
import * as v from 'valibot';
import { makeSsm } from './aws/clients.ts';
import { slackWebhook } from './aws/slack.ts';
import type { Letter } from './domain/words/letter.ts';
import { asSlack } from './domain/words/slack.ts';
import { readDeployment } from './shell/deployment.ts';
import { handlerOf } from './shell/handler.ts';
import { log } from './shell/log.ts';

const deployment = readDeployment();
const post = slackWebhook(makeSsm());

/** What `reconcile` put on the topic; only its own facts are believed to be a letter. */
const Envelope = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ version: v.literal(1), endpoint: v.string(), headline: v.string() }),
);

/** On-call topic -> Slack. An error here is retried by Lambda, and then dead-lettered, which pages by another road. */
export const handler = handlerOf<SNSEvent, void>(async (event) => {
  for (const { Sns } of event.Records) {
    const letter = v.parse(Envelope, Sns.Message) as unknown as Letter;
    const parameters = webhooksOf(letter);
    if (parameters.size === 0) log('no Slack for this endpoint', { endpoint: letter.endpoint });
    const body = asSlack(letter);
    await all([...parameters].map((parameter) => post(parameter, body)));
    if (parameters.size > 0) log('posted to Slack', { endpoint: letter.endpoint, headline: letter.headline });
  }
});

/** One webhook that is broken keeps no other one from the letter; it fails the whole, and so is seen. */
const all = async (posts: readonly Promise<void>[]): Promise<void> => {
  for (const one of await Promise.allSettled(posts)) if (one.status === 'rejected') throw one.reason;
};

/** A storm's letter is for more than one endpoint; whose webhook is the same read it once. */
const webhooksOf = ({ endpoint, storm }: Letter): ReadonlySet<string> => {
  const named = new Set(storm?.audience ?? [endpoint]);
  return new Set(
    deployment.policies
      .filter((policy) => named.has(policy.endpoint))
      .flatMap(({ contacts }) => contacts.slackWebhookParameter ?? []),
  );
};
