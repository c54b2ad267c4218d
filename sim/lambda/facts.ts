import type { Instant, Resource } from '../types.ts';
import type { Facts } from './declared.ts';
import type { Properties } from './properties.ts';

const ARCHITECTURES = ['arm64', 'x86_64'];
const LONGEST_DESCRIPTION = 256;

export const factsOf = ({ properties: given }: Resource, properties: Properties, now: Instant): Facts => {
  properties.onlyOneOf('Architectures', ARCHITECTURES);
  const description = properties.maybeText('Description') ?? '';
  if (description.length > LONGEST_DESCRIPTION)
    properties.refuse('Description', `it has ${LONGEST_DESCRIPTION} characters at most`);
  const tracing = properties.section('TracingConfig', ['Mode'])?.text('Mode') ?? 'PassThrough';
  if (!['Active', 'PassThrough'].includes(tracing)) properties.refuse('TracingConfig', 'it is Active or PassThrough');
  const { Architectures: architectures, Tags: tags } = given;
  return {
    handler: properties.text('Handler'),
    description,
    architecture: Array.isArray(architectures) ? String(architectures[0]) : 'x86_64',
    tracing,
    modified: now,
    tags: Object.fromEntries(
      [tags ?? []].flat().map((tag) => {
        const { Key: key, Value: value } = tag as { readonly Key: string; readonly Value: string };
        return [key, value];
      }),
    ),
  };
};
