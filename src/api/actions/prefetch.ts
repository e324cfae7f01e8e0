import type { Handler } from '../handler.ts';
import { submission } from './submission.ts';

export const prefetch: Handler<'PrefetchNewUcdnDomainCache'> = (call) => submission(call);
