import { expect, test } from 'vitest';
import { findingRows } from '../../../cli/commands/status/finding-rows.ts';
import type { Finding } from '../../../cli/finding.ts';

const page = { width: 80, paint: (_: unknown, text: string) => text };
const finding = (what: string, mend: string, command?: string): Finding => ({
  weight: 'bad',
  kind: 'unread',
  what,
  mend,
  ...(command !== undefined && { command }),
});

test('what several findings in a row need is said once, below the last of them', () => {
  const findings = [
    finding('A is lost', 'Ask for the right.', 'aws a'),
    finding('B is lost', 'Ask for the right.', 'aws a'),
    finding('C is lost', 'Ask for the right.', 'aws c'),
    finding('D is lost', 'Wait.', 'aws c'),
    finding('E is lost', 'Ask for the right.'),
  ];
  expect(findingRows(page, findings)).toEqual([
    '',
    '! A is lost',
    '',
    '! B is lost',
    '    Ask for the right.',
    '    aws a',
    '',
    '! C is lost',
    '    Ask for the right.',
    '    aws c',
    '',
    '! D is lost',
    '    Wait.',
    '    aws c',
    '',
    '! E is lost',
    '    Ask for the right.',
  ]);
});
