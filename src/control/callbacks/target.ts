import { createHash } from 'node:crypto';
import type { CallbackTarget } from '../../store/callbacks.ts';

/** An address of the configuration that is told when tasks end. */
export type CallbackOptions = {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
  /** Absent: of every project. */
  readonly projects?: readonly string[];
};

/** As the store knows it: by the address. Its query may be a token, so it is neither stored nor shown. */
export function targetOf({ url, projects }: CallbackOptions): CallbackTarget {
  const { href, origin, pathname } = new URL(url);
  const key = createHash('sha256').update(href).digest('base64url');
  return { key, shown: `${origin}${pathname}`, ...(projects !== undefined && { projects }) };
}
