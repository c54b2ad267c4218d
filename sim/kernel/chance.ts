/** A small fast generator (sfc32) whose state is hashed from a text. Draws are in [0, 1). */
export const drawsFrom = (text: string): (() => number) => {
  let [a, b, c, counter] = [hash(text, 0x9e3779b9), hash(text, 0x85ebca6b), hash(text, 0xc2b2ae35), 1];
  const draw = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 0x1_0000_0000;
  };
  // The first draws still show the pattern of the hash.
  for (let round = 0; round < 12; round += 1) draw();
  return draw;
};

/** A version 4 UUID drawn from `draw`. */
export const uuidFrom = (draw: () => number): string => {
  const digits = Array.from({ length: 32 }, () => Math.floor(draw() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) & 3);
  const text = digits.map((digit) => digit.toString(16)).join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
};

const hash = (text: string, seed: number): number => {
  let h = seed;
  for (let index = 0; index < text.length; index += 1) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  return (h ^ (h >>> 15)) | 0;
};
