import type { Log } from '../ports.ts';

/** One JSON object a line: CloudWatch Logs Insights finds its fields by itself. */
export const log: Log = (message, facts = {}) => {
  console.log(JSON.stringify({ message, ...facts }).replaceAll(UNSEEN, escaped));
};

/** JSON escapes the ASCII ones. The others hide text, turn it round or end the line, for whoever reads the log. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const escaped = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
