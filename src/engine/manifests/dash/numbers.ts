import { shorten } from '../../shorten.ts';
import { MpdFault } from './fault.ts';

/** Times are whole nanoseconds or ticks, in arbitrary precision: ticks since 1970 at 10 MHz are beyond 2^53. */
export const nsPerS = 1_000_000_000n;

/** An unsigned number of ticks or of segments; undefined where the attribute is missing. Throws `MpdFault`. */
export function optionalTicks(what: string, text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  // Of 64 bits, by the schema.
  if (!/^\+?\d{1,20}$/.test(trimmed)) throw new MpdFault(`${what} is no number: "${shorten(text, 30)}"`);
  return BigInt(trimmed.replace('+', ''));
}

export function count(what: string, text: string): number {
  return Number(optionalTicks(what, text) ?? 0n);
}

/** xs:duration in nanoseconds; a year is 365 days and a month 30, as players take it. Throws `MpdFault`. */
export function optionalDurationNs(what: string, text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const match = durationPattern.exec(text.trim().slice(0, 200));
  if (match === null) throw new MpdFault(`${what} is no duration: "${shorten(text, 30)}"`);
  const [, sign, ...parts] = match;
  const whole = secondsPerUnit.reduce((sum, seconds, at) => sum + BigInt(parts[at] ?? 0) * seconds, 0n);
  const ns = whole * nsPerS + BigInt((parts[6] ?? '').slice(0, 9).padEnd(9, '0'));
  return sign === '-' ? -ns : ns;
}

const durationPattern =
  /^(-)?P(?=.)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?(?:(\d{1,12})D)?(?:T(?=[\d.])(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{0,12})(?:\.(\d*))?S)?)?$/;
const secondsPerUnit = [365n * 86_400n, 30n * 86_400n, 86_400n, 3600n, 60n, 1n];

/** xs:dateTime in nanoseconds since 1970; UTC where no zone is given, as players take it. Throws `MpdFault`. */
export function optionalInstantNs(what: string, text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?)(Z|[+-]\d\d:\d\d)?$/.exec(text.trim().slice(0, 64));
  const ms = match === null ? Number.NaN : Date.parse(`${match[1]}${match[2] ?? 'Z'}`);
  if (Number.isNaN(ms)) throw new MpdFault(`${what} is no date with a time: "${shorten(text, 40)}"`);
  return BigInt(ms) * 1_000_000n;
}

/** `divisor` above 0; rounded towards minus infinity. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return -floorDivide(-dividend, divisor);
}

export function greater(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}

export function lesser(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
