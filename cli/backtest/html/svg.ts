/** Text in HTML or in an attribute of it. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** From what is measured to a place on the page. */
export type Scale = (value: number) => number;

type Range = readonly [number, number];

export const linear =
  ([low, high]: Range, [from, to]: Range): Scale =>
  (value) =>
    from + ((value - low) / (high - low || 1)) * (to - from);

/** What is below the range lies at its end. */
export const logarithmic =
  ([low, high]: Range, range: Range): Scale =>
  (value) =>
    linear([Math.log(low), Math.log(high)], range)(Math.log(Math.max(low, value)));

export type Point = readonly [x: number, y: number];

/** A line through the points, broken where there is none. */
export const path = (points: readonly (Point | undefined)[]): string => {
  let isDown = false;
  return points
    .map((point) => {
      const command = isDown ? 'L' : 'M';
      isDown = point !== undefined;
      return point === undefined ? '' : `${command}${point.map((one) => one.toFixed(1)).join(' ')}`;
    })
    .join('');
};

export const text = (at: Point, words: string, more = ''): string =>
  `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${more}>${escaped(words)}</text>`;

export const line = (from: Point, to: Point, kind: string): string =>
  `<line class="${kind}" x1="${from[0].toFixed(1)}" y1="${from[1].toFixed(1)}" x2="${to[0].toFixed(1)}" y2="${to[1].toFixed(1)}"/>`;

export const svg = ([width, height]: Point, label: string, parts: readonly string[]): string =>
  `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">${parts.join('')}</svg>`;
