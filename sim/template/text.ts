import { parseDocument, type Tags } from 'yaml';

/** What a template says, as text of JSON or of YAML, which `cdk` sends. Throws with what is wrong, and where. */
export const readText = (text: string): unknown =>
  text.trimStart().startsWith('{') ? (JSON.parse(text) as unknown) : readYaml(text);

/**
 * YAML 1.1, as CloudFormation reads it: without dates, so that the version of a policy stays a text. The short forms of
 * functions (`!Ref`) are refused: `cdk` writes the long ones.
 */
const readYaml = (text: string): unknown => {
  const document = parseDocument(text, { schema: 'yaml-1.1', merge: false, customTags: withoutDates });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new SyntaxError(problem.message);
  return document.toJSON();
};

const TIMESTAMP = 'tag:yaml.org,2002:timestamp';

const withoutDates = (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || tag.tag !== TIMESTAMP);
