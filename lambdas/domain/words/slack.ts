import { ABOVE_CODE, aboveLines, asText, footer, type Letter } from './letter.ts';

type Block = Readonly<Record<string, unknown>>;

/** Body of a Slack incoming webhook: Block Kit, and `text` for notifications and screen readers. */
export type SlackBody = { readonly text: string; readonly blocks: readonly Block[] };

/** Slack's own limits: 150 characters in a header, 3,000 in a section's text. */
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3_000;

const SIGNS: Readonly<Record<Letter['tone'], string>> = {
  acting: ':rewind:',
  'needs-you': ':rotating_light:',
  good: ':white_check_mark:',
  bad: ':x:',
  drill: ':test_tube:',
};

export const asSlack = (letter: Letter): SlackBody => ({
  text: escaped(asText(letter)).slice(0, SECTION_LENGTH),
  blocks: [
    {
      type: 'header',
      text: {
        type: 'plain_text',
        text: `${SIGNS[letter.tone]} ${letter.headline}`.slice(0, HEADER_LENGTH),
        emoji: true,
      },
    },
    section('What was seen', letter.seen),
    section('What was done', letter.done),
    section('What it means', letter.means),
    section('What to do next', letter.next),
    verbatim(letter.command),
    ...(letter.lines === undefined
      ? []
      : [section(aboveLines(letter), letter.lines.map((line) => `• ${line}`).join('\n'))]),
    ...(letter.code === undefined ? [] : [verbatim(letter.code, ABOVE_CODE)]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: escaped(footer(letter)) }] },
  ],
});

const section = (title: string, text: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: `*${title}*\n${escaped(text)}`.slice(0, SECTION_LENGTH) },
});

const verbatim = (text: string, title?: string): Block => ({
  type: 'section',
  text: {
    type: 'mrkdwn',
    text: `${title === undefined ? '' : `*${title}*\n`}\`\`\`${escaped(text)}\`\`\``.slice(0, SECTION_LENGTH),
  },
});

/** Names and reasons may come from strangers: without this, `<!here>` in one would page a channel. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
