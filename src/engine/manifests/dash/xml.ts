import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { shorten } from '../../shorten.ts';
import type { Pause } from '../finding.ts';
import { MpdFault } from './fault.ts';

export type XmlHandler = {
  /** An element begins. `name` has no prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** A piece of the text in it. */
  text(piece: string): void;
  close(): void;
};

/** Far beyond any manifest, and far below what costs anything. */
const maxDepth = 32;
const maxAttributes = 64;
const maxAttributeLength = 64 * 1024;
/** Characters between two pauses: some 5 ms. */
const piece = 64 * 1024;

/**
 * Walks through an XML document, pausing now and then. It refuses what no manifest needs and attacks are made of: DTDs
 * (and with them all entities but XML's own five), other encodings than UTF-8, deep nesting, huge attributes. Elements
 * with another prefix than the root's are passed by, and all that is in them.
 */
export function* walkXml(text: string, handler: XmlHandler): Generator<Pause, void> {
  // As bytes that are no UTF-8 were decoded.
  if (text.includes('\ufffd')) throw new MpdFault('it is not UTF-8');
  const parser = new SaxesParser();
  listen(parser, handler, /[^\0-\x7f]/.test(text));
  for (let at = 0; at < text.length; at += piece) {
    parser.write(text.slice(at, at + piece));
    yield { kind: 'pause' };
  }
  parser.close();
}

function listen(parser: SaxesParser, handler: XmlHandler, isBeyondAscii: boolean): void {
  let depth = 0;
  let attributeCount = 0;
  /** The depth of the foreign element that we are in. */
  let foreignAt: number | undefined;
  let rootPrefix: string | undefined;
  parser.on('error', ({ message }) => {
    throw new MpdFault(`it is no well-formed XML (line:column: what): ${shorten(message, 120)}`);
  });
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (isBeyondAscii && !/^utf-?8$/i.test(encoding)) throw new MpdFault(`it is not UTF-8, but ${shorten(encoding, 20)}`);
  });
  parser.on('doctype', () => {
    throw new MpdFault('it has a DOCTYPE, which is not read');
  });
  parser.on('opentagstart', () => {
    attributeCount = 0;
  });
  parser.on('attribute', ({ value }) => {
    attributeCount += 1;
    if (attributeCount > maxAttributes) throw new MpdFault(`an element in it has more than ${maxAttributes} attributes`);
    if (value.length > maxAttributeLength) throw new MpdFault(`an attribute in it is longer than ${maxAttributeLength} characters`);
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    depth += 1;
    if (depth > maxDepth) throw new MpdFault(`elements nest in it more than ${maxDepth} deep`);
    const colon = name.indexOf(':');
    const prefix = name.slice(0, colon + 1);
    rootPrefix ??= prefix;
    if (prefix !== rootPrefix) foreignAt ??= depth;
    if (foreignAt === undefined) handler.open(name.slice(colon + 1), attributes);
  });
  const pass = (text: string): void => {
    if (foreignAt === undefined && depth > 0) handler.text(text);
  };
  parser.on('text', pass);
  parser.on('cdata', pass);
  parser.on('closetag', () => {
    if (foreignAt === undefined) handler.close();
    else if (foreignAt === depth) foreignAt = undefined;
    depth -= 1;
  });
}
