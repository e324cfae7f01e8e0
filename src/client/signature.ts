import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Params } from '../wire/json.ts';
import { stringToSign } from '../wire/sign.ts';

/** The Signature of a request: SHA-1 in lower-case hex. Synchronous, which the browser's own SHA-1 is not. */
export function signatureOf(params: Params, privateKey: string): string {
  return bytesToHex(sha1(utf8ToBytes(stringToSign(params, privateKey))));
}
