import { inject } from 'vitest';
import { onScreen } from '../../cli/on-screen.ts';
import { play } from '../../sim/play/play.ts';
import { SCENARIOS } from '../../sim/scenarios/index.ts';
import { loadTemplate } from '../../sim/template/load.ts';
import type { JournalLine } from '../../sim/types.ts';

/** What the README shows of a play, by the name of its marker. */
export type Excerpts = { readonly excerpt: string; readonly email: string };

export const excerptsOfBadCanary = async (): Promise<Excerpts> => {
  const scenario = SCENARIOS.find(({ name }) => name === 'bad-canary');
  if (scenario === undefined) throw new Error('there is no scenario bad-canary');
  let shown = '';
  const write = (text: string): void => {
    shown += text;
  };
  const teller = onScreen(scenario, { write, colour: false, width: 80 });
  const { lines } = await play({ template: loadTemplate(inject('demoTemplate')), scenario, seed: 1, ...teller });
  return { excerpt: shortened(shown), email: firstEmail(lines) };
};

/** The page with each marked block holding what the play shows now. */
export const withExcerpts = (page: string, excerpts: Readonly<Record<string, string>>): string =>
  Object.entries(excerpts).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n\`\`\`text\n)[\\s\\S]*?(\`\`\`\n<!-- /${name} -->)`),
        (_, opened: string, closed: string) => `${opened}${block}\n${closed}`,
      ),
    page,
  );

const TOLD = /^\+\d\d:\d\d (story|alarm|decide|act|▇)/;
const CONTINUED = /^ {15}\S/;
const SCALE = /^ {7}(weights|\(the past)/;

/** The story, each alarm, decision and act, and the weights, then the figures; the rest is for a terminal. */
const shortened = (shown: string): string => {
  const [story = '', closing = ''] = shown.split(/\n─+\n/);
  const rows = story.split('\n');
  const scale = rows.filter((row) => SCALE.test(row)).slice(0, 2);
  const [figures = ''] = closing.split('\n✓');
  return [...scale, ...rows.filter(told()), '', figures].join('\n').trimEnd();
};

/** Whether a row belongs to the story, asked row by row: one that goes on belongs where the one before it does. */
const told = (): ((row: string) => boolean) => {
  let kept = false;
  return (row) => {
    kept = TOLD.test(row) || (kept && CONTINUED.test(row));
    return kept;
  };
};

const firstEmail = (lines: readonly JournalLine[]): string => {
  const message = lines.find(
    (line) =>
      line.kind === 'message' && line['channel'] === 'email' && String(line['topic']).startsWith('ChannelsOncall'),
  );
  return String(message?.['text']);
};
