import { msOf, readWords, SHIFT } from './calls.ts';
import { type Entry, step } from './entry.ts';
import { type Facts, factsOf, isFacts, listOf, numbersOf, textOf, timeOf } from './facts.ts';
import { duration, percent } from './figures.ts';
import type { Memory } from './memory.ts';
import { orderWords } from './order-words.ts';
import { type Run, released } from './run.ts';
import { verdictKey, verdictWords } from './verdict-words.ts';
import { sharesOf } from './weights.ts';

type Logged = { readonly facts: Facts; readonly at: number };
type Teller = (memory: Memory, run: Run, logged: Logged) => readonly Entry[];

/** A structured log line of a function, by its message. What nobody expects is shown as it stands. */
export const logEntries: Teller = (memory, run, logged) =>
  (TELLERS[textOf(logged.facts, 'message')] ?? asItStands)(memory, run, logged);

const triggered: Teller = (_, run, { facts }) => {
  run.by = textOf(facts, 'by');
  return run.by === 'refused' ? [step('look', `refused the event: ${textOf(facts, 'because')}`, 'warn')] : [];
};

const swept: Teller = (_, run) => {
  run.calls = [];
  return [];
};

const decided: Teller = (memory, run, { facts }) => {
  const [endpoint, verdict, key] = [textOf(facts, 'endpoint'), textOf(facts, 'verdict'), verdictKey(facts)];
  const looked = lookEntries(run);
  run.calls = [];
  run.intending = verdict === 'roll-back';
  run.asking = run.intending;
  const changed = memory.decided.get(endpoint) !== key;
  if (verdict === 'nothing') return run.by === 'sweep' ? [] : nothingEntries(memory, facts);
  memory.cast.add(endpoint);
  memory.decided.set(endpoint, key);
  if (!changed) return run.by === 'sweep' ? [] : [step('decide', `as before: ${verdict}`, 'quiet')];
  const { text, tone } = verdictWords(facts);
  const about = memory.cast.size > 1 ? `${endpoint}: ` : '';
  return [...(verdict === 'watch' ? [] : looked), step('decide', `${about}${text}`, tone)];
};

/** Worth a line only where an incident makes the reader wonder. */
const nothingEntries = (memory: Memory, facts: Facts): readonly Entry[] => {
  const { text, tone } = verdictWords(facts);
  return memory.decided.has(textOf(facts, 'endpoint')) ? [step('decide', text, tone)] : [];
};

const lookEntries = (run: Run): readonly Entry[] => {
  const words = readWords(run.calls);
  if (words === '') return [];
  const who = run.by === 'sweep' ? `the sweep of ${run.function}, once a minute,` : run.function;
  return [step('look', `${who}${run.cold ? ' (cold start)' : ''} ${words}`)];
};

const asked: Teller = (memory, run, { facts, at }) => {
  const call = run.calls.find((one) => textOf(one, 'operation') === SHIFT);
  run.calls = [];
  const wanted = sharesOf(memory, numbersOf(facts, 'to'))
    .map(([variant, share]) => `${variant} ${percent(share)}`)
    .join(', ');
  const answer = textOf(facts, 'answer');
  const took = call ? `, ${msOf(call)} ms` : '';
  const since =
    memory.breachAt === undefined
      ? ''
      : ` (${duration((call === undefined ? at : (timeOf(call, 'sentAt') ?? at)) - memory.breachAt)} after the alarm)`;
  const text = `SHIFT asked of SageMaker: ${wanted} → ${answer}${took}${since}`;
  return [step('act', text, answer === 'accepted' ? 'shift' : 'bad'), ...released(run)];
};

const ordered: Teller = (memory, run, { facts }) => {
  const [order, answer] = [factsOf(facts, 'order'), textOf(facts, 'answer')];
  run.calls = [];
  memory.restored ||= textOf(order, 'kind') === 'restore';
  const took = ['accepted', 'restoring'].includes(answer);
  return [step('act', `ORDER to ${orderWords(order)} → ${took ? 'accepted' : answer}`, took ? 'shift' : 'bad')];
};

const noted: Teller = (_memory, _run, { facts }) => {
  const good = listOf(facts, 'good').find(isFacts);
  return good === undefined
    ? []
    : [step('record', `noted: ${textOf(good, 'config')} served under its guards for the bake time`, 'good')];
};

const unguarded: Teller = (memory, _, { facts }) => {
  memory.cast.add(textOf(facts, 'endpoint'));
  const gaps = listOf(facts, 'gaps').map((gap) => (isFacts(gap) ? textOf(gap, 'what') : String(gap)));
  return [step('decide', `${textOf(facts, 'endpoint')} is UNGUARDED: ${gaps.join('; ')}`, 'bad')];
};

/** One line each time that the judge's answer changes. */
const judged: Teller = (_, run, { facts }) => {
  run.calls = [];
  const [variant, guard, answer] = [textOf(facts, 'variant'), textOf(facts, 'guard'), textOf(facts, 'answer')];
  const [canary, stable] = [factsOf(facts, 'canary'), factsOf(facts, 'stable')];
  const count = (side: Facts): string => `${Number(side['bad'])} bad of ${Number(side['requests'])}`;
  const against = Object.keys(canary).length === 0 ? '' : `: ${count(canary)}, stable ${count(stable)}`;
  const tone = answer === 'worse' ? 'bad' : 'quiet';
  return [step('look', `judge, ${variant} ${guard}: ${answer.replaceAll('-', ' ')}${against}`, tone)];
};

const asItStands: Teller = (_, run, { facts }) => {
  const {
    at: _at,
    kind: _kind,
    function: _function,
    requestId: _requestId,
    message: _message,
    text: _text,
    ...rest
  } = facts;
  const words = textOf(facts, 'message') || textOf(facts, 'text');
  const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  return [step('log', `${run.function}: ${words}${more}`, 'quiet')];
};

const warns =
  (tag: 'look' | 'record', text: string): Teller =>
  (_memory, _run, { facts }) => [step(tag, `${text} (${textOf(facts, 'error')})`, 'warn')];

const says =
  (tag: 'record' | 'decide' | 'tell', text: string, tone: 'quiet' | 'good'): Teller =>
  (_memory, _run, { facts }) => [step(tag, `${textOf(facts, 'endpoint')}: ${text}`, tone)];

/** Said already by the card of the message, and by how the function returned. */
const silent: Teller = () => [];

const TELLERS: Readonly<Record<string, Teller>> = {
  triggered,
  swept,
  decided,
  'asked for the shift': asked,
  'gave an order': ordered,
  // The function that ordered it says the same, with what came of it.
  'carried out': silent,
  'good configs noted': noted,
  unguarded,
  judged,
  'guarded again': says('decide', 'guarded again', 'good'),
  outpaced: says('record', 'another look wrote first, and acts; this one leaves it to that', 'quiet'),
  'ledger unreadable': warns('look', 'the ledger cannot be read; going on without it'),
  'ledger not written': warns('record', 'the ledger did not take this step; the next one catches up'),
  'freeze switch unreadable': warns('look', 'the freeze switch cannot be read'),
  'no Slack for this endpoint': says('tell', 'no Slack webhook is named', 'quiet'),
  'posted to Slack': silent,
  'told of a storm': silent,
  recorded: silent,
  accounted: silent,
  failed: silent,
};
