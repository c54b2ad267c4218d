import { isDeepStrictEqual } from 'node:util';
import { UNREAD } from '../../account/unread.ts';
import { listed } from '../../shown/text.ts';
import type { Code } from '../codes.ts';
import { type Finding, finding, REVERT } from '../finding.ts';
import type { Handler, LiveFunction } from '../inventory/hops.ts';
import type { FunctionPart, Inventory } from '../inventory/inventory.ts';
import { strategistIn } from '../inventory/strategies.ts';
import type { Asynchronous, PromisedFunction } from '../promised/parts.ts';

const PARTS: readonly FunctionPart[] = ['reconcile', 'notify', 'strategist'];

/** The functions: that they may run, and run as they were deployed. */
export const checkFunctions = (inventory: Inventory): readonly Finding[] =>
  PARTS.flatMap((part) => {
    const name = nameOf(inventory, part);
    if (name === undefined) return [];
    const where = `function ${name}`;
    return troublesOf(inventory, part, name).map(({ code, ...said }) => finding(code, { where, ...REVERT, ...said }));
  });

const nameOf = ({ deployed: { parts }, promised }: Inventory, part: FunctionPart): string | undefined =>
  part === 'strategist' ? strategistIn(promised, parts) : parts[part];

type Said = { readonly code: Code; readonly what: string; readonly mend?: string; readonly command?: string };

const troublesOf = ({ handlers, promised }: Inventory, part: FunctionPart, name: string): readonly Said[] => {
  const handler = handlers[part];
  if (handler === undefined) return [];
  const { settings } = handler;
  if (settings === undefined) return [{ code: 'function-missing', what: `it does not exist: ${WITHOUT[part]}` }];
  const wanted = promised === UNREAD ? undefined : promised.functions.get(name);
  return [
    ...(settings === UNREAD ? [] : stateTroubles(settings)),
    ...(settings === UNREAD || wanted === undefined ? [] : changesOf(settings, wanted)),
    ...concurrencyTroubles(handler, { name, part, wanted }),
    ...(promised === UNREAD
      ? []
      : eventTroubles(
          handler,
          promised.asynchronous.find(({ called }) => called === name),
        )),
  ];
};

const WITHOUT: Readonly<Record<FunctionPart, string>> = {
  reconcile: 'nothing is looked at, and nothing rolled back',
  notify: 'Slack gets no messages',
  strategist: 'no variant is raised, and no endpoint config restored',
};

const stateTroubles = ({ state, why }: LiveFunction): readonly Said[] =>
  state === 'Active'
    ? []
    : [{ code: 'function-inactive', what: `it is ${state}${why === undefined ? '' : `: ${why}`}` }];

const changesOf = (live: LiveFunction, wanted: PromisedFunction): readonly Said[] => {
  const names = new Set([...Object.keys(live.variables), ...Object.keys(wanted.variables)]);
  const others = [...names].toSorted().filter((name) => live.variables[name] !== wanted.variables[name]);
  const settings = SETTINGS.filter(({ of }) => of(wanted) !== undefined && of(live) !== of(wanted));
  return [
    ...(others.length === 0
      ? []
      : [
          {
            code: 'function-environment' as const,
            what: `other environment variables than deployed: ${listed(others)}`,
          },
        ]),
    ...(wanted.role === undefined || live.role === wanted.role
      ? []
      : [{ code: 'function-role' as const, what: `it runs as ${live.role}, deployed: ${wanted.role}` }]),
    ...settings.map(({ name, of }) => ({
      code: 'function-settings' as const,
      what: `its ${name} is ${of(live)}, deployed: ${of(wanted)}`,
    })),
  ];
};

type Settings = Pick<LiveFunction, 'timeout' | 'memory' | 'handler'>;

const SETTINGS: readonly { readonly name: string; readonly of: (settings: Settings) => string | undefined }[] = [
  { name: 'timeout', of: ({ timeout }) => (timeout === undefined ? undefined : `${timeout} s`) },
  { name: 'memory', of: ({ memory }) => (memory === undefined ? undefined : `${memory} MB`) },
  { name: 'handler', of: ({ handler }) => handler },
];

type Called = { readonly name: string; readonly part: FunctionPart; readonly wanted: PromisedFunction | undefined };

const concurrencyTroubles = ({ reserved }: Handler, { name, part, wanted }: Called): readonly Said[] => {
  if (reserved === UNREAD) return [];
  const command =
    wanted?.reserved === undefined
      ? `aws lambda delete-function-concurrency --function-name ${name}`
      : `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${wanted.reserved}`;
  if (reserved === 0)
    return [
      {
        code: 'function-stopped',
        what: `its reserved concurrency is 0: ${WITHOUT[part]}`,
        mend: 'Somebody stopped it. To let it run again:',
        command,
      },
    ];
  if (wanted === undefined || reserved === wanted.reserved) return [];
  const [is, was] = [reserved, wanted.reserved].map((count) => (count === undefined ? 'none' : String(count)));
  return [
    {
      code: 'function-unreserved',
      what: `its reserved concurrency is ${is}, deployed: ${was}: other functions could leave it none, or it is throttled earlier`,
      mend: 'Set it again:',
      command,
    },
  ];
};

const eventTroubles = ({ asynchronous: live }: Handler, wanted: Asynchronous | undefined): readonly Said[] => {
  if (live === UNREAD || wanted === undefined) return [];
  const { retries, maxAge, deadLetters } = wanted;
  const what = 'its asynchronous invocation has other retries or another age than deployed';
  return [
    ...(isDeepStrictEqual({ retries: live?.retries, maxAge: live?.maxAge }, { retries, maxAge })
      ? []
      : [{ code: 'function-retries' as const, what }]),
    ...(deadLetters === undefined || live?.deadLetters === deadLetters
      ? []
      : [
          {
            code: 'function-dead-letters' as const,
            what: 'it has no on-failure destination, or another one: what fails for good is lost silently',
          },
        ]),
  ];
};
