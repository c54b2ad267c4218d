/** A figure stays with its unit, an arrow with what it points at. */
const BREAKS = / (?!(?:%|ms|s|min)(?=[ ,;.:)]|$))(?<!→ )/;

/** Lines of at most `width` characters; a word that is longer than that stays whole, and its line is too long. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(BREAKS)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};
