import type { OperationModel, Structure } from '../models/model.ts';
import type { Refusal } from '../types.ts';
import type { Address } from './address.ts';
import { olderNameOf } from './common-errors.ts';
import type { Reply } from './exchange.ts';
import type { Failure } from './protocols/protocol.ts';
import { type Entries, isEntries } from './shapes/converted.ts';
import { type Flaw, flawsOf } from './shapes/flaws.ts';
import { inMessage } from './shapes/place.ts';

export type Answering = {
  readonly address: Address;
  readonly requestId: string;
  /** Sends what the model does not allow as well. */
  readonly unchecked: boolean;
};

/** A service's output on the wire. What the model does not allow is a mistake of ours, not of the caller. */
export const replyWith = (answering: Answering, operation: OperationModel, output: unknown): Reply => {
  const { model, protocol } = answering.address;
  const value = output ?? {};
  const flaws = answering.unchecked ? [] : flawsOf(operation.output, value).filter((flaw) => !isEmptied(flaw));
  if (flaws.length > 0 || !isEntries(value)) throw mistake(`${model.name} ${operation.name}`, flaws);
  return protocol.encode({ model, operation, requestId: answering.requestId }, value);
};

/** DynamoDB documents that nothing unprocessed is an empty map, though the model asks for one entry at least. */
const isEmptied = ({ kind, shape, value }: Flaw): boolean =>
  kind === 'constraint' && (shape.kind === 'list' || shape.kind === 'map') && Object.keys(Object(value)).length === 0;

export const replyWithRefusal = ({ address, requestId }: Omit<Answering, 'unchecked'>, refusal: Refusal): Reply => {
  const { model, protocol } = address;
  const shape = model.errorOf(refusal.code);
  const common = olderNameOf(refusal, protocol.name);
  const failure: Failure = {
    code: shape?.name ?? refusal.code,
    queryCode: shape?.error?.code ?? common.code,
    message: refusal.message,
    // 400 is what a refusal has that says nothing of its status.
    status: refusal.status === 400 ? statusOf(shape, common.status ?? 400) : refusal.status,
    // S3's errors have members that its model does not tell.
    members: membersOf(model.name, refusal, protocol.name === 'rest-xml' ? undefined : shape),
    shape: shape && withMessage(shape),
    requestId,
  };
  return protocol.encodeError(model, failure);
};

const statusOf = (shape: Structure | undefined, fallback: number): number => shape?.error?.status ?? fallback;

const membersOf = (service: string, { code, message, members, status }: Refusal, shape: Structure | undefined) => {
  if (shape === undefined) return { message, ...members };
  const name = messageMember(shape)?.name ?? 'message';
  const type = shape.members.some((member) => member.name === 'Type')
    ? { Type: status < 500 ? 'User' : 'Service' }
    : {};
  const all: Entries = { ...type, [name]: message, ...members };
  const flaws = flawsOf(withMessage(shape), all).filter(({ kind }) => kind !== 'missing');
  if (flaws.length > 0) throw mistake(`${service}'s ${code}`, flaws);
  return all;
};

const messageMember = ({ members }: Structure) => members.find(({ name }) => name.toLowerCase() === 'message');

/** Every error has a message on the wire, also where the model does not say so. */
const withMessage = (shape: Structure): Structure =>
  messageMember(shape) === undefined ? { ...shape, members: [...shape.members, MESSAGE] } : shape;

const MESSAGE: Structure['members'][number] = {
  name: 'message',
  shape: {
    kind: 'string',
    name: 'String',
    min: undefined,
    max: undefined,
    pattern: undefined,
    values: undefined,
    sensitive: false,
    timestampFormat: undefined,
  },
  location: undefined,
  wireName: 'message',
  queryName: 'message',
  flattened: false,
  timestampFormat: undefined,
};

const mistake = (what: string, flaws: readonly Flaw[]): Error => {
  const list = flaws.map(({ place, kind, text, value }) => {
    const found = kind === 'constraint' ? ` ${JSON.stringify(value)}: ${text}` : '';
    return `${inMessage(place)} (${kind}${found})`;
  });
  return new Error(`${what} answers what its model does not allow: ${list.join(', ')}`);
};
