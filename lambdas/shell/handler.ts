import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { messageOf } from '../aws/clients.ts';
import { log } from './log.ts';

/** The one middleware stack. What it lets through fails the invocation, so that Lambda retries and dead-letters it. */
export const handlerOf = <Event, Result>(work: (event: Event, context: Context) => Promise<Result>) =>
  middy<Event, Result>()
    .onError(({ error }) => log('failed', { error: messageOf(error), causes: causesOf(error) }))
    .handler(work);

const causesOf = (error: unknown): readonly string[] =>
  error instanceof AggregateError ? error.errors.map(messageOf) : [];
