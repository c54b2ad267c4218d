import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { findAssets } from './assets.ts';
import { checkSections, readParameters, readResources } from './sections.ts';
import { isRecord, type Json, type Template, TemplateError } from './template.ts';

/** Reads a synthesised template; its assets lie beside it unless `assetsDirectory` says otherwise. */
export const loadTemplate = (file: string, assetsDirectory: string = dirname(resolve(file))): Template =>
  readTemplate(parseFile(file), { file, assetsDirectory });

/** The same for a template that is in memory already, such as one that a test has changed. */
export const readTemplate = (
  text: unknown,
  { file, assetsDirectory }: { readonly file: string; readonly assetsDirectory: string },
): Template => {
  if (!isRecord(text)) throw new TemplateError(file, ['it is not a JSON object']);
  const sections = text;
  const problems: string[] = [];
  checkSections(sections, problems);
  const resources = readResources(sections['Resources'], problems);
  const parameters = readParameters(sections['Parameters'], problems);
  if (problems.length > 0) throw new TemplateError(file, problems);
  return {
    file,
    stackName: stackNameOf(file),
    resources,
    parameters,
    conditions: section(sections, 'Conditions'),
    mappings: section(sections, 'Mappings'),
    outputs: section(sections, 'Outputs'),
    body: sections,
    assetDirectory: findAssets(file, assetsDirectory),
  };
};

/** A stack with nothing in it. */
export const emptyTemplate = (): Template =>
  readTemplate({ Resources: {} }, { file: 'empty.json', assetsDirectory: '.' });

const parseFile = (file: string): unknown => {
  if (!existsSync(file)) {
    const hint = 'it does not exist; name the *.template.json that `cdk synth` wrote into cdk.out';
    throw new TemplateError(file, [hint]);
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new TemplateError(file, [`it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`]);
  }
};

const section = (sections: Json, name: string): Json => {
  const found = sections[name];
  return isRecord(found) ? found : {};
};

/** CloudFormation's stack names hold letters, digits and hyphens only. */
const stackNameOf = (file: string): string =>
  basename(file)
    .replace(/(\.template)?\.json$/, '')
    .replaceAll(/[^A-Za-z0-9-]/g, '-');
