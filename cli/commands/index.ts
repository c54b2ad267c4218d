import type { Runner } from '../command.ts';
import type { Program } from '../program.ts';
import { addCost } from './cost/command.ts';
import { addStatus } from './status/command.ts';

/** Every command that needs an account, in the order of its first hour. Each loads what it runs when it is run. */
export const COMMANDS: readonly ((program: Program, run: Runner) => void)[] = [addStatus, addCost];
