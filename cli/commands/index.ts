import type { Runner } from '../command.ts';
import type { Program } from '../program.ts';
import { addApprove } from './approve/command.ts';
import { addBacktest } from './backtest/command.ts';
import { addCost } from './cost/command.ts';
import { addDecline } from './decline/command.ts';
import { addDoctor } from './doctor/command.ts';
import { addDrill } from './drill/command.ts';
import { addExplain } from './explain/command.ts';
import { addFreeze } from './freeze/command.ts';
import { addHistory } from './history/command.ts';
import { addInit } from './init/command.ts';
import { addLint } from './lint/command.ts';
import { addRelease } from './release/command.ts';
import { addReplay } from './replay/command.ts';
import { addRollback } from './rollback/command.ts';
import { addStatus } from './status/command.ts';
import { addThaw } from './thaw/command.ts';
import { addVerify } from './verify/command.ts';

/** Every command that needs an account, in the order of its first hour. Each loads what it runs when it is run. */
export const COMMANDS: readonly ((program: Program, run: Runner) => void)[] = [
  addInit,
  addStatus,
  addExplain,
  addHistory,
  addReplay,
  addBacktest,
  addVerify,
  addFreeze,
  addThaw,
  addRollback,
  addApprove,
  addDecline,
  addRelease,
  addDrill,
  addDoctor,
  addLint,
  addCost,
];
