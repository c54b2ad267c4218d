import type { Need } from '../types.ts';
import { type Asker, nameOf } from './principals.ts';

export type Refused = { readonly allowed: false; readonly why: string };

/** A refusal in the words of AWS. `why` tells which policy is to blame, where AWS does. */
export const refused = (asker: Asker, { action, resource, shown = resource }: Need, why?: string): Refused => ({
  allowed: false,
  why: `${nameOf(asker)} is not authorized to perform: ${spelled(action)} on resource: ${shown}${why === undefined ? '' : ` ${why}`}`,
});

/** SNS and SQS spell their actions in a way of their own. */
export const spelled = (action: string): string => {
  if (action.startsWith('sqs:')) return action.toLowerCase();
  return action.replace(/^sns:/, 'SNS:');
};
