import type { Card } from './entry.ts';
import type { Paint, Tone } from './paint.ts';
import { wrap } from './wrap.ts';

type Frame = { readonly corners: readonly [string, string, string, string]; readonly tone: Tone } & Lines;
type Lines = { readonly across: string; readonly down: string };

/** Three kinds of paper: told apart without colour too. */
const FRAMES: Readonly<Record<Card['channel'], Frame>> = {
  email: { corners: ['┌', '┐', '└', '┘'], across: '─', down: '│', tone: 'good' },
  slack: { corners: ['╭', '╮', '╰', '╯'], across: '─', down: '│', tone: 'story' },
  page: { corners: ['╔', '╗', '╚', '╝'], across: '═', down: '║', tone: 'bad' },
};

/** More than this of a message is for its reader, not for the onlooker. */
const MOST_LINES = 16;

/** A framed message; its commands stand below the frame, whole, so that they can be copied. */
export const cardRows = (card: Card, width: number, paint: Paint): readonly string[] => {
  const { corners, across, down, tone } = FRAMES[card.channel];
  const inner = width - 4;
  const edge = (text: string): string => paint(tone, text);
  const row = (text: string, shown: Tone): string =>
    `${edge(down)} ${paint(shown, text)}${' '.repeat(Math.max(0, inner - text.length))} ${edge(down)}`;
  const head = `${corners[0]}${across} ${card.head} `;
  return [
    edge(`${head}${across.repeat(Math.max(0, width - head.length - 1))}${corners[1]}`),
    ...wrap(card.subject, inner).map((text) => row(text, 'strong')),
    ...body(card, inner).map((text) => row(text, 'plain')),
    edge(`${corners[2]}${across.repeat(width - 2)}${corners[3]}`),
    ...card.commands,
  ];
};

const body = ({ paragraphs }: Card, inner: number): readonly string[] => {
  const lines = paragraphs.flatMap((paragraph) => wrap(paragraph, inner));
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), '…'];
};
