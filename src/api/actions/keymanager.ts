import { apiError } from '../../wire/apierror.ts';
import type { Key } from '../access/keys.ts';

/** Throws an ApiError 299 unless the key may see and change keys, and read what all did: a lasting main key without bounds. */
export function requireManager({ account, everyProject, urls, publicKey, lastingKey }: Key): void {
  if (account === 'main' && everyProject && urls === undefined && publicKey === lastingKey) return;
  throw apiError('notPermitted', { detail: 'this is for main keys of every project that are neither held to URLs nor lent' });
}
