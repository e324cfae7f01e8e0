import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Params } from '../../wire/json.ts';
import { stringToSign } from '../../wire/sign.ts';

/** Whether `given` is the Signature of these parameters under this private key. */
export type VerifySignature = (given: string, params: Params, privateKey: string) => boolean;

/** Takes the same time wherever the first difference lies. */
export const verifySignature: VerifySignature = (given, params, privateKey) => {
  const expected = Buffer.from(hash('sha1', stringToSign(params, privateKey)));
  const candidate = Buffer.from(given);
  // timingSafeEqual wants equal lengths, which are no secret: a Signature is 40 hex digits.
  return candidate.length === expected.length && timingSafeEqual(candidate, expected);
};

/** Stands in for the private key of a PublicKey that is not there, so that its absence can't be timed. */
export const decoyPrivateKey = randomBytes(20).toString('hex');
