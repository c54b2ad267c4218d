import type { Wires } from '../types.ts';
import type { Call, Served } from './call.ts';
import type { Exchange } from './exchange.ts';

/** Answers what is posted to a webhook below `/slack/`. `body` is the text as posted. */
export type Slack = (path: string, body: string) => { readonly status: number; readonly body: string };

const PREFIX = '/slack/';

/** Incoming webhooks: a POST of JSON that answers plain text. Undefined for any other request. */
export const slackCallFor = (wires: Wires, slack: Slack | undefined, exchange: Exchange): Call | undefined => {
  const { method, path } = exchange;
  const body = exchange.body.toString('utf8');
  if (slack === undefined || !path.startsWith(PREFIX)) return undefined;
  return {
    api: 'slack',
    operation: method,
    resource: path,
    refuse: ({ status, message }) => served(status, message),
    run: (answer) => {
      if (method !== 'POST') return answer(served(405, 'method_not_allowed'));
      const answered = slack(path, body);
      // A line of the journal is what reached people.
      if (answered.status < 300) {
        wires.journal.write('message', { channel: 'slack', path, status: answered.status, body: parsed(body) });
      }
      answer(served(answered.status, answered.body));
    },
  };
};

const served = (status: number, body: string): Served => ({
  outcome: status < 300 ? 'ok' : `HTTP ${status}`,
  reply: { status, headers: { 'content-type': 'text/html' }, body },
});

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};
