import { shorten } from '../../shorten.ts';
import { MpdFault } from './fault.ts';

/** What a template's identifiers stand for in one Representation. */
export type Subject = { readonly id: string | undefined; readonly bandwidth: string | undefined };

type Varying = { readonly identifier: 'Number' | 'Time'; readonly width: number };

/** The widest number that any format needs; a number of 64 bits has 20 digits. */
const maxWidth = 64;
const maxLength = 8192;

/**
 * A URL template for one Representation (ISO/IEC 23009-1 §5.3.9.4.4): `$RepresentationID$`, `$Bandwidth$`, `$Number$`,
 * `$Time$`, with a width as in `$Number%05d$`, and `$$` for a dollar. Throws `MpdFault` at what no player can fill in.
 */
export class UrlTemplate {
  /** Literal text and what varies by segment, in turn. */
  readonly #pieces: readonly (string | Varying)[];
  /** Of what it makes, in characters. */
  readonly longest: number;
  /** Does it make more than one URL? */
  readonly varies: boolean;

  constructor(what: string, text: string, subject: Subject) {
    const pieces = text.split('$');
    if (pieces.length % 2 === 0) throw new MpdFault(`${what} has a $ that is not closed: "${shorten(text, 60)}"`);
    let length = 0;
    this.#pieces = pieces.map((piece, at) => {
      const filled = at % 2 === 0 ? piece : filledIn(what, piece, subject);
      length += typeof filled === 'string' ? filled.length : Math.max(filled.width, 20);
      if (length > maxLength) throw new MpdFault(`${what} makes URLs longer than ${maxLength} characters`);
      return filled;
    });
    this.longest = length;
    this.varies = this.#pieces.some((piece) => typeof piece !== 'string');
  }

  url(number: bigint, time: bigint): string {
    let url = '';
    for (const piece of this.#pieces) {
      if (typeof piece === 'string') url += piece;
      else url += String(piece.identifier === 'Number' ? number : time).padStart(piece.width, '0');
    }
    return url;
  }
}

function filledIn(what: string, identifier: string, { id, bandwidth }: Subject): string | Varying {
  if (identifier === '') return '$';
  const match = /^(RepresentationID|Bandwidth|Number|Time)(?:%0?(\d{0,3})d)?$/.exec(identifier);
  const width = Number(match?.[2] ?? 0);
  if (width > maxWidth) throw new MpdFault(`${what} asks for numbers of ${width} digits`);
  switch (match?.[1]) {
    case 'Number':
    case 'Time':
      return { identifier: match[1], width };
    case 'RepresentationID':
      if (id === undefined) throw new MpdFault(`${what} uses $RepresentationID$, and the Representation has no id`);
      return id;
    case 'Bandwidth':
      if (bandwidth === undefined) throw new MpdFault(`${what} uses $Bandwidth$, and the Representation has no bandwidth`);
      return bandwidth.padStart(width, '0');
    default:
      throw new MpdFault(`${what} uses $${shorten(identifier, 30)}$, which is not understood`);
  }
}
