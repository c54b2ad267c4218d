import type { Shape } from '../models/model.ts';
import { Refusal } from '../types.ts';
import type { Address } from './address.ts';
import type { Flaw } from './shapes/flaws.ts';
import { inForm, inMessage } from './shapes/place.ts';
import { printed } from './shapes/printed.ts';

/** What a service says to a request that its model does not allow. */
export const refusalFor = (address: Address, flaws: readonly Flaw[]): Refusal => {
  const mistyped = flaws.find(({ kind }) => kind === 'type');
  if (mistyped !== undefined) return new Refusal('SerializationException', mistypedText(mistyped));
  const own = OWN_WORDS[address.model.name]?.(flaws);
  if (own !== undefined) return own;
  const told = flaws.map((flaw) => constraintText(flaw, address.model.name === 'lambda'));
  const detected = `${told.length} validation error${told.length === 1 ? '' : 's'} detected: ${told.join('; ')}`;
  return new Refusal(CODES[address.model.name] ?? 'ValidationException', detected);
};

/** Where it is not `ValidationException`. */
const CODES: Readonly<Record<string, string>> = {
  cloudformation: 'ValidationError',
  iam: 'ValidationError',
  'sagemaker-runtime': 'ValidationError',
  sts: 'ValidationError',
};

/** Services that say it in another way than the rest. Undefined: they say it as the rest does. */
const OWN_WORDS: Readonly<Record<string, (flaws: readonly Flaw[]) => Refusal | undefined>> = {
  cloudwatch: (flaws) => {
    const lacking = flaws.filter(({ kind, value }) => kind === 'missing' || value === '');
    if (lacking.length === 0) return undefined;
    const told = lacking.map(({ place }) => `The parameter ${inForm(place)} is required.`);
    return new Refusal('MissingRequiredParameterException', [...new Set(told)].join('\n'));
  },
  s3: (flaws) => {
    const place = flaws.find(
      ({ kind, place: [first] }) => kind === 'constraint' && isNamed(first, 'CreateBucketConfiguration'),
    );
    if (place !== undefined)
      return new Refusal('InvalidLocationConstraint', 'The specified location-constraint is not valid');
    const [flaw] = flaws;
    return flaw !== undefined && flaw.place.length > 1 ? new Refusal('MalformedXML', MALFORMED_XML) : undefined;
  },
  sns: ([flaw]) => {
    if (flaw === undefined) return undefined;
    const reason = flaw.kind === 'missing' ? 'no value for required parameter' : flaw.text;
    return new Refusal('InvalidParameter', `Invalid parameter: ${inForm(flaw.place)} Reason: ${reason}`);
  },
  sqs: (flaws) => {
    const lacking = flaws.find(({ kind }) => kind === 'missing');
    if (lacking === undefined) return undefined;
    return new Refusal(
      'MissingRequiredParameterException',
      `The request must contain the parameter ${inForm(lacking.place)}.`,
    );
  },
};

const isNamed = (step: Flaw['place'][number] | undefined, member: string): boolean =>
  step !== undefined && 'member' in step && step.member === member;

const MALFORMED_XML = 'The XML you provided was not well-formed or did not validate against our published schema';

const constraintText = ({ place, shape, value, text }: Flaw, isLambda: boolean): string => {
  const constraint = isLambda ? text.replace(/^(Member must satisfy constraint: \[.*)\]$/s, `$1, ${NOT_NULL}]`) : text;
  return `Value${shown(shape, value)} at '${inMessage(place)}' failed to satisfy constraint: ${constraint}`;
};

const NOT_NULL = 'Member must not be null';

const shown = (shape: Shape, value: unknown): string => {
  if (value === undefined || value === null) return ' null';
  const secret = 'sensitive' in shape && shape.sensitive;
  return secret ? '' : ` '${printed(shape, value)}'`;
};

/** What the wire had, and what the shape wants, in the words of AWS's deserialiser. */
const mistypedText = ({ shape, value }: Flaw): string => {
  const wanted = TYPES[shape.kind];
  if (Array.isArray(value)) {
    return wanted === undefined
      ? 'Start of list found where not expected.'
      : `Unrecognized collection type class java.lang.${wanted.replace(/^.* /, '')}`;
  }
  if (typeof value === 'object') return 'Start of structure or map found where not expected.';
  if (wanted === undefined) return 'Unexpected value type in payload';
  return `${tokenOf(value)} can not be converted to ${wanted}`;
};

const TYPES: Readonly<Record<string, string>> = {
  string: 'a String',
  integer: 'an Integer',
  long: 'a Long',
  float: 'a Float',
  double: 'a Double',
  boolean: 'a Boolean',
  timestamp: 'milliseconds since epoch',
  blob: 'a ByteBuffer',
};

const tokenOf = (value: unknown): string => {
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return 'STRING_VALUE';
};
