import type { Runner } from '../command.ts';
import type { Program } from '../program.ts';
import { addCost } from './cost/command.ts';
import { addDoctor } from './doctor/command.ts';
import { addDrill } from './drill/command.ts';
import { addExplain } from './explain/command.ts';
import { addFreeze } from './freeze/command.ts';
import { addHistory } from './history/command.ts';
import { addInit } from './init/command.ts';
import { addRelease } from './release/command.ts';
import { addRollback } from './rollback/command.ts';
import { addStatus } from './status/command.ts';
import { addThaw } from './thaw/command.ts';

/** Every command that needs an account, in the order of its first hour. Each loads what it runs when it is run. */
export const COMMANDS: readonly ((program: Program, run: Runner) => void)[] = [
  addInit,
  addStatus,
  addExplain,
  addHistory,
  addFreeze,
  addThaw,
  addRollback,
  addRelease,
  addDrill,
  addDoctor,
  addCost,
];
