import type { Model, Structure } from '../../models/model.ts';
import { Refusal } from '../../types.ts';
import type { Exchange } from '../exchange.ts';
import { type Form, formName, fromForm, parseForm } from './form.ts';
import type { Asked, Protocol } from './protocol.ts';
import { element, escapeXml, insideXml } from './xml.ts';

export const isForm = ({ headers }: Exchange): boolean =>
  String(headers['content-type']).startsWith('application/x-www-form-urlencoded');

/** Names that are the protocol's own. */
const OWN: readonly string[] = ['Action', 'Version'];

/** AWS Query: a form with `Action` and `Version` goes in, XML comes out. */
export const query: Protocol = {
  name: 'query',
  decode: (asked) => {
    const form = formOf(asked);
    const [stranger] = strangersIn(asked.operation.input, form);
    if (stranger !== undefined) throw new Refusal('InvalidParameter', `Invalid parameter: ${stranger} is not known`);
    return fromForm(asked.operation.input, form);
  },
  encode: ({ model, operation, requestId }, output) => {
    const { name, resultWrapper } = operation;
    const result =
      resultWrapper === undefined ? '' : element(resultWrapper, insideXml(operation.output.members, output));
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return {
      status: operation.status,
      headers: headersOf(requestId),
      body: `<${name}Response xmlns="${namespaceOf(model)}">${result}${metadata}</${name}Response>`,
    };
  },
  encodeError: (model, { queryCode, message, status, members, shape, requestId }) => {
    const own = (shape?.members ?? []).filter(({ name }) => name.toLowerCase() !== 'message');
    const inside = [
      element('Type', status < 500 ? 'Sender' : 'Receiver'),
      element('Code', escapeXml(queryCode)),
      element('Message', escapeXml(message)),
      insideXml(own, members),
    ];
    const body = element('Error', inside.join('')) + element('RequestId', requestId);
    return {
      status,
      headers: headersOf(requestId),
      body: `<ErrorResponse xmlns="${namespaceOf(model)}">${body}</ErrorResponse>`,
    };
  },
};

const formOf = ({ model, exchange }: Asked): Form => {
  const form = parseForm(exchange.body.toString('utf8'));
  // Old clients of SQS post to the queue's own address, and do not say it again.
  if (model.name === 'sqs' && exchange.path !== '/' && !form.inner.has('QueueUrl')) {
    form.inner.set('QueueUrl', { text: exchange.path, inner: new Map() });
  }
  return form;
};

const strangersIn = ({ members }: Structure, form: Form): readonly string[] => {
  const known = members.map(formName);
  return [...form.inner.keys()].filter((name) => !known.includes(name) && !OWN.includes(name));
};

const namespaceOf = ({ metadata }: Model): string => metadata.xmlNamespace ?? '';

const headersOf = (requestId: string): Record<string, string> => ({
  'content-type': 'text/xml',
  'x-amzn-requestid': requestId,
});
