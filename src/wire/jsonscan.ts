/** What a look over a JSON text shows before anything is built from it. */
export type JsonScan = {
  /** How deep lists and objects stand in one another, up to where the look ended. */
  depth: number;
  /** Commas and opening brackets outside of strings: with one more, no fewer than the values. */
  marks: number;
  /** Some number is not a plain integer of at most 15 digits, so that its source text must be kept. */
  hasExactNumbers: boolean;
};

/**
 * Looks over a JSON text without building anything; ends early beyond the bounds. JSON.parse alone would build
 * half a million nested lists from 1 MB of `[`. The text need not be valid.
 */
export function scanJson(text: string, maxDepth: number, maxMarks: number): JsonScan {
  const scan: JsonScan = { depth: 0, marks: 0, hasExactNumbers: false };
  let open = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    const isDigit = code >= 0x30 && code <= 0x39;
    // An `e` counts only behind a digit: `true` and `false` have one as well.
    if (code === 0x2d || code === 0x2e || (digits > 0 && (code | 0x20) === 0x65) || digits > 15) scan.hasExactNumbers = true;
    digits = isDigit ? digits + 1 : 0;
    const isOpening = code === 0x5b || code === 0x7b;
    if (isOpening || code === 0x2c) scan.marks += 1;
    if (isOpening) open += 1;
    if (code === 0x5d || code === 0x7d) open -= 1;
    if (open > scan.depth) scan.depth = open;
    if (scan.depth > maxDepth || scan.marks > maxMarks) return scan;
  }
  return scan;
}

/** The place of the quote that ends the string which begins at `start`, or the text's end. */
function endOfString(text: string, start: number): number {
  let at = start;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
}
