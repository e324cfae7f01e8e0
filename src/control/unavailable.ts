import { StoreFault } from '../store/fault.ts';

/** True for what says that the store can't work: no fault of the request, and none of the program. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof StoreFault;
}
