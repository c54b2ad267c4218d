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
    const policy = deployment.policies.find(({ endpoint }) => endpoint === letter.endpoint);
    const parameter = policy?.contacts.slackWebhookParameter;
    if (parameter === undefined) {
      log('no Slack for this endpoint', { endpoint: letter.endpoint });
      continue;
    }
    await post(parameter, asSlack(letter));
    log('posted to Slack', { endpoint: letter.endpoint, headline: letter.headline });
  }
});
