import * as z from 'zod';
import { maxInt32 } from './fields.ts';
import { wireStatuses } from './status.ts';

/** The kinds of fields in answers. */

export function textOut(description: string): z.ZodString {
  return z.string().meta({ description });
}

/** A JSON number within 32 bits, never negative. */
export function intOut(description: string): z.ZodInt {
  return z.int().min(0).max(maxInt32).meta({ description });
}

/** The vendor's way to say yes or no in some places. */
export function zeroOrOneOut(description: string): z.ZodInt {
  return z.int().min(0).max(1).meta({ description });
}

/** How much may be had; -1: without bound. */
export function quotaOut(description: string): z.ZodInt {
  return z
    .int()
    .min(-1)
    .max(maxInt32)
    .meta({ description: `${description} -1: no bound.` });
}

/** Seconds since 1970. */
export function timeOut(description: string): z.ZodInt {
  return intOut(`${description} Unix timestamp in seconds.`);
}

export function flagOut(description: string): z.ZodBoolean {
  return z.boolean().meta({ description });
}

/**
 * A count that outgrows 32 bits (bytes; counters that only ever rise), as a text of decimal digits: exact at any
 * size, and nothing that a client with 32-bit integers fails on. Only forewarm's own actions have such fields.
 */
export function bigCountOut(description: string): z.ZodString {
  return z
    .string()
    .regex(/^\d+$/)
    .meta({ description: `${description} Decimal digits in a string, since it may pass 32 bits.` });
}

export function statusOut(description: string) {
  return z
    .enum(wireStatuses)
    .meta({ description: `${description} wait, process, success, failure or unknow (its outcome can't be known).` });
}

export function listOut<T extends z.ZodType>(item: T, description: string): z.ZodArray<T> {
  return z.array(item).meta({ description });
}
