import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { EndpointName } from '../domain/policy.ts';
import type { Head, Ledger, Log, Step, Written } from '../ports.ts';
import { messageOf, within } from './clients.ts';
import { readAnswer } from './ledger-answer.ts';
import { appendLoose, appendTo, lostTheRace } from './ledger-append.ts';
import { linkIn } from './ledger-chain.ts';
import { drillKey, toDrill } from './ledger-drill.ts';
import { headsOf } from './ledger-heads.ts';
import { headKey, noticeItem, noticeKey, toHead, toNotice } from './ledger-items.ts';
import { makeLinks } from './ledger-links.ts';
import { caughtUp, makeUnwritten } from './unwritten.ts';

const READ_WITHIN_MS = 1_000;

const UNREADABLE: Head = { incident: undefined, version: 'unknown' };

/**
 * The incident of each endpoint as it stands (its *head*) and, append-only, each step that led there. When the table
 * does not answer, this container remembers what it could not write, and the next write catches up.
 */
export const dynamoLedger = (
  client: DynamoDBClient,
  table: string,
  log: Log,
  readWithinMs = READ_WITHIN_MS,
): Ledger => {
  const unwritten = makeUnwritten();
  const links = makeLinks();

  const remember = (step: Step): Written => {
    unwritten.remember(step);
    return 'unwritten';
  };

  const stored = async (endpoint: EndpointName): Promise<Head> => {
    const get = new GetItemCommand({ TableName: table, Key: headKey(endpoint), ConsistentRead: true });
    const { Item } = await client.send(get, within(readWithinMs));
    const head = toHead(Item);
    if (head.version !== 'unknown') links.saw(endpoint, head.version, linkIn(Item));
    return head;
  };

  const head = async (endpoint: EndpointName): Promise<Head> => {
    try {
      return unwritten.onto(endpoint, await stored(endpoint));
    } catch (error) {
      log('ledger unreadable', { endpoint, error: messageOf(error) });
      return unwritten.onto(endpoint, UNREADABLE);
    }
  };

  const goOn = async (step: Step, version: number, withinMs: number): Promise<Written> => {
    const { endpoint } = step.incident;
    // A version comes from a head that was read here: the second read is for who has it from elsewhere.
    if (links.at(endpoint, version) === undefined) await stored(endpoint);
    const after = links.at(endpoint, version);
    if (after === undefined) return 'outpaced';
    const beside = caughtUp(unwritten.replaced(endpoint, step.incident), step.at);
    const { command, newest } = appendTo(table, step, { version, after, loose: links.loose(endpoint), beside });
    await client.send(command, within(withinMs));
    links.wentOn(endpoint, version + 1, newest);
    unwritten.forget(endpoint);
    // In the log, where whoever may write to the table may not: a chain that was forged whole ends in another hash.
    log('recorded', { endpoint, step: step.what, ...newest });
    return 'written';
  };

  const goLoose = async (step: Step, withinMs: number): Promise<Written> => {
    const { endpoint } = step.incident;
    const { command, hash } = appendLoose(table, step);
    try {
      await client.send(command, within(withinMs));
    } catch (error) {
      if (!lostTheRace(error)) links.wentLoose(endpoint, { hash, sure: false });
      throw error;
    }
    links.wentLoose(endpoint, { hash, sure: true });
    log('recorded', { endpoint, step: step.what, hash });
    return remember(step);
  };

  const write = async (step: Step, withinMs: number): Promise<Written> => {
    const { endpoint } = step.incident;
    try {
      const { replaces } = step;
      return await (replaces === 'unknown' ? goLoose(step, withinMs) : goOn(step, replaces, withinMs));
    } catch (error) {
      if (lostTheRace(error)) return 'outpaced';
      log('ledger not written', { endpoint, step: step.what, incident: step.incident, error: messageOf(error) });
      return remember(step);
    }
  };

  return {
    head,
    write,
    heads: async (endpoints) => {
      const stored = await headsOf(client, table, { endpoints, log, readWithinMs });
      const asked = new Set([...stored.keys(), ...unwritten.endpoints()]);
      return [...asked].flatMap(
        (endpoint) => unwritten.onto(endpoint, stored.get(endpoint) ?? UNREADABLE).incident ?? [],
      );
    },
    unwritten: unwritten.endpoints,
    drill: async (endpoint) => {
      try {
        const get = new GetItemCommand({ TableName: table, Key: drillKey(endpoint), ConsistentRead: true });
        const drill = toDrill((await client.send(get, within(readWithinMs))).Item);
        return drill?.result === undefined ? drill : undefined;
      } catch (error) {
        log('drill order unreadable', { endpoint, error: messageOf(error) });
        return undefined;
      }
    },
    answer: async (endpoint) => {
      try {
        return await readAnswer(client, { table, endpoint }, within(readWithinMs));
      } catch (error) {
        log('answer rejected', { endpoint, because: 'unreadable', error: messageOf(error) });
        return undefined;
      }
    },
    notice: async (endpoint, about) => {
      const get = new GetItemCommand({ TableName: table, Key: noticeKey(endpoint, about), ConsistentRead: true });
      return toNotice((await client.send(get, within(readWithinMs))).Item);
    },
    noticed: async (endpoint, about, notice) => {
      await client.send(new PutItemCommand({ TableName: table, Item: noticeItem(endpoint, about, notice) }));
    },
  };
};
