import { ApiError } from '../apierror.ts';

/** What a call is refused with; undefined when it is taken. Anything else that it throws is a fault and goes on. */
export function refusalOf(call: () => unknown): ApiError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
