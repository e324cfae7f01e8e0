import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { isLoopback, plainAddress } from './addresses.ts';

/** A key pair as HTTP Basic carries it (RFC 7617). */
export type BasicCredentials = {
  publicKey: string;
  privateKey: string;
  /** Nobody on the way could read it. */
  cameSafely: boolean;
};

/**
 * What stands in `Authorization: Basic …`; undefined without one. What can't be read is a pair of empty texts, which
 * no key has. `address` is the client's, as clientaddress.ts tells it.
 */
export function readBasic({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, address: string): BasicCredentials | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/_=-]*) *$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [publicKey, privateKey] = colon === -1 ? ['', ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const peer = plainAddress(socket.remoteAddress ?? 'unknown');
  const isOwnLegSafe = socket instanceof TLSSocket || isLoopback(peer);
  // Where a trusted proxy stands between, its client's leg must have been safe as well, and only the proxy knows.
  const isFirstLegSafe = address === peer || isLoopback(address) || headers['x-forwarded-proto'] === 'https';
  return { publicKey, privateKey, cameSafely: isOwnLegSafe && isFirstLegSafe };
}

/** Takes the same time wherever the first difference lies, and whatever the lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(hash('sha256', given)), Buffer.from(hash('sha256', expected)));
}
