import { ExactNumber } from './json.ts';

const jsonNumber = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Far beyond any parameter; written out, `1e999999999` would take a gigabyte, and a body full of `1e400` half a second. */
export const maxExponent = 64;

/**
 * A JSON number by its source text: a plain number where that loses nothing, else its exact decimal digits.
 * Undefined when it is no number or its exponent is beyond ±64.
 */
export function exactNumber(source: string): number | ExactNumber | undefined {
  const match = jsonNumber.exec(source);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > maxExponent) return undefined;
  const text = shiftPoint(whole, fraction, exponent);
  const number = Number(text);
  if (number === 0 && text === '0') return 0;
  if (Number.isSafeInteger(number) && !text.includes('.')) return sign === '-' ? -number : number;
  return new ExactNumber(sign + text);
}

/** `whole.fraction × 10^exponent` in plain digits, without needless zeros at either end. */
function shiftPoint(whole: string, fraction: string, exponent: number): string {
  const point = whole.length + exponent;
  const digits = whole + fraction;
  const before = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const after = point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits;
  const trimmedBefore = before.replace(/^0+(?=\d)/, '');
  const trimmedAfter = withoutTrailingZeros(after);
  return trimmedAfter === '' ? trimmedBefore : `${trimmedBefore}.${trimmedAfter}`;
}

/** A loop: /0+$/ takes quadratic time on long runs of zeros. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
