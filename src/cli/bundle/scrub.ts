import { hidden } from '../../config/shown.ts';

/** Shorter ones can't be looked for: they stand by chance in other words. */
const shortestChars = 6;

/** Takes secrets out of text: those that it knows, in whatever form, and what looks like one. */
export class Scrubber {
  readonly #forms: readonly string[];

  constructor(secrets: readonly string[]) {
    const lines = secrets.flatMap((secret) => [secret, ...secret.split('\n')]).map((secret) => secret.trim());
    const known = new Set(lines.filter((secret) => secret.length >= shortestChars).flatMap(formsOf));
    // A longer one may hold a shorter one.
    this.#forms = [...known].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    let scrubbed = text;
    for (const form of this.#forms) scrubbed = scrubbed.replaceAll(form, hidden);
    for (const [pattern, replacement] of patterns) scrubbed = scrubbed.replace(pattern, replacement);
    return scrubbed;
  }
}

/** As it stands in text, JSON, URLs, and within base64 or hex of anything longer; what is base64 itself also as what it stands for. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const decoded = Buffer.from(secret, 'base64');
  const isBase64 = decoded.length >= shortestChars && decoded.toString('base64').replace(/=+$/, '') === secret.replace(/=+$/, '');
  const all = isBase64 ? [bytes, decoded] : [bytes];
  return [JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...all.flatMap(formsOfBytes)];
}

function formsOfBytes(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  const hex = bytes.toString('hex');
  const inBase64 = [0, 1, 2].flatMap((before) => (['base64', 'base64url'] as const).map((encoding) => core(bytes, before, encoding)));
  return [...(text.includes('\ufffd') ? [] : [text]), hex, hex.toUpperCase(), ...inBase64];
}

/** The characters of base64 that depend on the secret alone, when so many bytes of something else stand before it. */
function core(bytes: Buffer, before: number, encoding: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString(encoding);
  const firstBit = before * 8;
  const lastBit = firstBit + bytes.length * 8;
  return text.slice(Math.ceil(firstBit / 6), Math.floor(lastBit / 6));
}

const secretName = '(?:private_?key|signature|security_?token|secret|authorization|master_?key|password|passwd|token|cookie|set-cookie)';

/** What looks like a secret, wherever it comes from: in a log of other programs, say. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  // The user of a URL, and its query.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/"'@?#\\]+@/gi, `$1${hidden}@`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s"'?#\\]+\?)(?:[^\s"'#\\]|\\u[0-9a-f]{4})+/gi, `$1${hidden}`],
  // Fields of JSON, of forms, of headers.
  [new RegExp(String.raw`("[\w-]*${secretName}"\s*:\s*)"(?:[^"\\]|\\.)*"`, 'gi'), `$1"${hidden}"`],
  [new RegExp(String.raw`(\b${secretName}=)[^\s&"'\\]+`, 'gi'), `$1${hidden}`],
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)(:\s*)[^\r\n"\\]+/gi, `$1$2${hidden}`],
];
