import { Refusal, type Wires } from '../../types.ts';
import { invalid } from './refusals.ts';

/** Levels of a hierarchy. */
const MOST_LEVELS = 15;

/** Refuses a name that PutParameter refuses. */
export const checkName = (name: string): void => {
  if (/^\/?aws/i.test(name))
    throw new Refusal('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  if (/^\/?ssm/i.test(name) || !/^[a-zA-Z0-9_.\-/]+$/.test(name) || /\/\/|\/$/.test(name))
    throw invalid(
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  if (name.includes('/') && !name.startsWith('/')) throw invalid('Parameter name must be a fully qualified name.');
  const levels = name.split('/').length - 1;
  if (levels > MOST_LEVELS)
    throw new Refusal(
      'HierarchyLevelLimitExceededException',
      `Hierarchy depth is ${levels}, but a hierarchy can have a maximum of ${MOST_LEVELS} levels.`,
    );
};

/** A parameter as a reader asks for it: by its name or ARN, and maybe by a version. */
export type Wanted = {
  readonly name: string;
  readonly selector?: string;
  /** In an ARN, a name looks the same with its slash and without. */
  readonly byArn?: true;
};

export const wantedIn = (given: string | undefined): Wanted => {
  const plain = (given ?? '').trim().replace(/^arn:[^:]+:ssm:[^:]*:\d*:parameter/, '');
  const [name = '', selector, ...more] = plain.split(':');
  if (more.length > 0 || !/^[a-zA-Z0-9_.\-/]+$/.test(name))
    throw invalid(
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  return {
    name,
    ...(selector === undefined ? {} : { selector }),
    ...(given?.trim().startsWith('arn:') === true ? { byArn: true } : {}),
  };
};

/** A path that GetParametersByPath takes; without the slash at its end. */
export const checkedPath = (path: string): string => {
  if (!/^\/([a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*\/?)?$/.test(path))
    throw invalid(
      `The parameter doesn't meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can't be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.`,
    );
  return path.replace(/\/$/, '');
};

/** The slash that a path begins with is the one after `parameter`: there is never a second. */
export const arnOf = ({ account: { partition, region, id } }: Pick<Wires, 'account'>, name: string): string =>
  `arn:${partition}:ssm:${region}:${id}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
