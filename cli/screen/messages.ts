import type { Card, Entry } from './entry.ts';
import { type Facts, factsOf, isFacts, listOf, textOf } from './facts.ts';
import type { Memory } from './memory.ts';

/** Something reached people. A hand-over to a function is on its way only: its own message will tell. */
export const messageEntries = (memory: Memory, facts: Facts): readonly Entry[] => {
  const channel = textOf(facts, 'channel');
  if (channel === 'function') return [];
  return [{ kind: 'card', card: channel === 'slack' ? slackCard(facts) : emailCard(memory, facts) }];
};

/** CloudWatch's own words about an alarm come as JSON; ours are a letter. */
const emailCard = (memory: Memory, facts: Facts): Card => {
  const [text, subject] = [textOf(facts, 'text'), textOf(facts, 'subject')];
  const route = `to ${textOf(facts, 'to')}, from topic ${textOf(facts, 'topic')}`;
  const alarm = alarmIn(text);
  if (alarm) {
    const reason = textOf(alarm, 'NewStateReason');
    return { channel: 'page', head: `PAGE ${route}`, subject, paragraphs: [reason], commands: [] };
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== subject);
  const words = lines.filter((line) => !isCommand(line)).map((line) => line.replaceAll(/ {2,}/g, ' '));
  const paragraphs = memory.sawLetter ? words.filter((line) => !SEEN_OR_MEANT.test(line)) : words;
  memory.sawLetter = true;
  return { channel: 'email', head: `EMAIL ${route}`, subject, paragraphs, commands: lines.filter(isCommand) };
};

/** The first letter is shown whole. Of the later ones, what an onlooker knows already is left out. */
const SEEN_OR_MEANT = /^What (was seen|it means):/;

/** The same words as the email's: the header, and which message of how many it is. */
const slackCard = (facts: Facts): Card => {
  const body = factsOf(facts, 'body');
  const blocks = listOf(body, 'blocks').filter(isFacts);
  const header = blocks.find((block) => textOf(block, 'type') === 'header') ?? {};
  const context = blocks.find((block) => textOf(block, 'type') === 'context') ?? {};
  const [footer] = listOf(context, 'elements').filter(isFacts);
  const [first = ''] = textOf(body, 'text').split('\n');
  const title = textOf(factsOf(header, 'text'), 'text').replace(/^:\w+: /, '');
  return {
    channel: 'slack',
    head: `SLACK (HTTP ${textOf(facts, 'status')})`,
    subject: title === '' ? first : title,
    paragraphs: footer === undefined ? [] : [textOf(footer, 'text')],
    commands: [],
  };
};

const isCommand = (line: string): boolean => line.startsWith('aws ');

const alarmIn = (text: string): Facts | undefined => {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFacts(value) && 'NewStateReason' in value ? value : undefined;
  } catch {
    return undefined;
  }
};
