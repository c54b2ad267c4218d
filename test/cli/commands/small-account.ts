import { afterAll, beforeAll, inject } from 'vitest';
import { runProgram } from '../../../cli/program.ts';
import type { Files } from '../../../cli/terminal/files.ts';
import type { Choice, Questions } from '../../../cli/terminal/questions.ts';
import { EVERYDAY, furnish } from '../../../sim/play/stage.ts';
import { loadTemplate } from '../../../sim/template/load.ts';
import type { Template } from '../../../sim/template/template.ts';
import type { Faults } from '../../../sim/types.ts';
import { makeWorld, type World } from '../../../sim/world.ts';
import { terminal } from '../terminal.ts';
import { drive, makeWaits } from './drive.ts';

/** What a person would have seen of one command. */
export type Seen = { readonly code: number; readonly out: string; readonly err: string };

export type SmallAccount = {
  readonly world: World;
  /** Types a command; virtual time passes while it waits for AWS, or on purpose. */
  readonly type: (args: readonly string[], typing?: Typing) => Promise<Seen>;
  /** Lets virtual time pass. */
  readonly passMinutes: (minutes: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type Typing = {
  /** Columns of the terminal. Default 80. */
  readonly width?: number;
  /** Answers in the order of the questions; absent: nobody is there to be asked. */
  readonly answers?: readonly unknown[];
  /** Default: those of this machine. */
  readonly files?: Files;
};

export type AccountOptions = {
  readonly template?: Template;
  readonly faults?: Faults;
  readonly seed?: number;
  /** Puts into the account what it holds before the first minute. Default: the demo's endpoints and their users. */
  readonly prepare?: (world: World) => void;
};

/** A Monday, half a minute past a full one: what is told by the minute does not depend on milliseconds. */
const START = Date.parse('2026-01-05T09:40:30Z');

/** Guards have seen data, and CloudWatch lists the metrics. */
const WARM_UP_MINUTES = 17;

/** The small AWS with the demo deployed on it, some minutes old, and a terminal in front of it. */
export const openSmallAccount = async (options: AccountOptions = {}): Promise<SmallAccount> => {
  const { faults = {}, seed = 1, prepare = (world) => furnish(world, EVERYDAY) } = options;
  const template = options.template ?? loadTemplate(inject('demoTemplate'));
  const world = await makeWorld({ template, seed, start: START, faults });
  prepare(world);
  const passMinutes = (minutes: number) => world.run({ until: world.wires.clock.now() + minutes * 60_000 });
  await passMinutes(WARM_UP_MINUTES);
  const endpointUrl = await world.open(0);
  return {
    world,
    passMinutes,
    type: (args, typing) => typeInto(world, { args, endpointUrl, ...typing }),
    close: world.close,
  };
};

/** The same for a whole test file, which must not change it. */
export const smallAccount = (options?: AccountOptions): (() => SmallAccount) => {
  let opened: SmallAccount | undefined;
  beforeAll(async () => {
    opened = await openSmallAccount(options);
  });
  afterAll(() => opened?.close());
  return () => {
    if (opened === undefined) throw new Error('the account is not open yet');
    return opened;
  };
};

export type Typed = Typing & { readonly args: readonly string[]; readonly endpointUrl: string };

/** What a person sees who types a command in front of this world. */
export const typeInto = async (world: World, typed: Typed): Promise<Seen> => {
  const { args, endpointUrl, width = 80, answers, files } = typed;
  const waits = makeWaits(world);
  Object.assign(process.env, environment(endpointUrl));
  const given = { clock: () => world.wires.clock.now(), wait: waits.wait, ...(files && { files }) };
  const { io, said } = terminal(width, given);
  const questions = answers && scripted(answers, io.err);
  const code = await drive(world, waits, runProgram(args, { ...io, questions }));
  return { code, ...said };
};

const environment = (endpointUrl: string) => ({
  AWS_ENDPOINT_URL: endpointUrl,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: process.env['AWS_ACCESS_KEY_ID'] ?? 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
});

/** A person who knows what they will say; each question is seen with its answer, which must be one that it takes. */
const scripted = (answers: readonly unknown[], say: (text: string) => void): Questions => {
  const left = [...answers];
  const next = <Answer>(question: string): Answer => {
    if (left.length === 0) throw new Error(`nobody knows an answer to: ${question}`);
    const answer = left.shift() as Answer;
    say(`? ${question} ${String(answer)}\n`);
    return answer;
  };
  const among = <Value extends string>(choices: readonly Choice<Value>[], answer: Value): Value => {
    if (choices.some(({ value }) => value === answer)) return answer;
    throw new Error(`${answer} is no choice; there are ${choices.map(({ value }) => value).join(', ')}`);
  };
  return {
    confirm: async (question) => next(question),
    choose: async (question, choices) => among(choices, next(question)),
    pick: async <Value extends string>(question: string, choices: readonly Choice<Value>[]) =>
      next<Value[]>(question).map((answer) => among(choices, answer)),
    text: async (question, { check }) => {
      const answer = next<string>(question);
      const wrong = check?.(answer);
      if (wrong !== undefined) throw new Error(`${answer}: ${wrong}`);
      return answer;
    },
  };
};
