import { styleText } from 'node:util';

/** How a text is meant; what that looks like is decided here and nowhere else. */
export type Tone = 'plain' | 'quiet' | 'strong' | 'good' | 'warn' | 'bad' | 'shift' | 'story';

export type Paint = (tone: Tone, text: string) => string;

const FORMATS: Readonly<Record<Exclude<Tone, 'plain'>, Parameters<typeof styleText>[0]>> = {
  quiet: 'dim',
  strong: 'bold',
  good: 'green',
  warn: 'yellow',
  bad: ['bold', 'red'],
  shift: ['bold', 'cyan'],
  story: ['bold', 'magenta'],
};

/** Whether there is colour is the caller's decision, and not that of the stream. */
export const makePaint =
  (colour: boolean): Paint =>
  (tone, text) =>
    colour && tone !== 'plain' && text !== '' ? styleText(FORMATS[tone], text, { validateStream: false }) : text;
