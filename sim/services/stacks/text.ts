import { readTemplate } from '../../template/load.ts';
import { unresolvedIn } from '../../template/references.ts';
import { isRecord, type Template } from '../../template/template.ts';
import { readText } from '../../template/text.ts';
import { Refusal } from '../../types.ts';
import type { Desk, Stack } from './stack.ts';

/** Bytes of a template in a request, and of one in a bucket. */
const LONGEST_BODY = 51_200;
const LONGEST_OBJECT = 1_048_576;

/** How much of each a template may have. */
const MOST: Readonly<Record<string, number>> = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 };

export type Source = {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
};

/** A template as it was sent, and as it is understood. */
export type Sent = { readonly text: string; readonly template: Template };

export const sentTemplate = (desk: Desk, stackName: string, source: Source, stack?: Stack): Sent => {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: previous } = source;
  if (previous === true && stack !== undefined) return stack.deployed;
  if (body === undefined && url === undefined) throw invalid('Either Template URL or Template Body must be specified.');
  const text = body ?? objectAt(desk, url ?? '');
  if (body !== undefined && Buffer.byteLength(body) > LONGEST_BODY)
    throw invalid(
      `1 validation error detected: Value '${body.slice(0, 100)}…' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST_BODY}`,
    );
  return { text, template: understood(text, stackName) };
};

/** Refuses what CloudFormation would. What only this small AWS does not know is an error of another kind. */
const understood = (text: string, stackName: string): Template => {
  const sections = parsed(text);
  if (!isRecord(sections)) throw malformed('unsupported structure.');
  for (const [section, most] of Object.entries(MOST)) {
    const count = Object.keys(isRecord(sections[section]) ? sections[section] : {}).length;
    const name = section.toLowerCase();
    if (count > most) throw malformed(`Number of ${name}, ${count}, is greater than maximum allowed, ${most}`);
    if (section === 'Resources' && count === 0) throw malformed('At least one Resources member must be defined.');
  }
  const template = readTemplate(sections, { file: `${stackName}.template.json`, assetsDirectory: 'no directory' });
  const unresolved = unresolvedIn(template);
  if (unresolved.length > 0)
    throw malformed(
      `Unresolved resource dependencies [${unresolved.join(', ')}] in the Resources block of the template`,
    );
  return template;
};

const parsed = (text: string): unknown => {
  try {
    return readText(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw malformed(`${text.trimStart().startsWith('{') ? 'JSON' : 'YAML'} not well-formed. (${why})`);
  }
};

/** An address is `https://HOST/BUCKET/KEY`, or `https://BUCKET.s3.REGION.amazonaws.com/KEY`. */
const objectAt = ({ wires }: Desk, address: string): string => {
  if (!URL.canParse(address)) throw invalid('TemplateURL must be a supported URL.');
  const { hostname, pathname } = new URL(address);
  const path = decodeURIComponent(pathname.slice(1));
  const [owner] = /^.+(?=\.s3[.-])/.exec(hostname) ?? [];
  const [bucket = '', ...key] = owner === undefined ? path.split('/') : [owner, path];
  const found = wires.objects.get(bucket, key.join('/'));
  if (found === undefined)
    throw invalid(
      'S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    );
  if (found.byteLength > LONGEST_OBJECT) throw invalid(`Template may not exceed ${LONGEST_OBJECT} bytes in size.`);
  return Buffer.from(found).toString('utf8');
};

const malformed = (why: string): Refusal => invalid(`Template format error: ${why}`);
const invalid = (text: string): Refusal => new Refusal('ValidationError', text);
