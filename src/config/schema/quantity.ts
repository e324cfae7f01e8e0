import { fromText, leaf, Refused } from './leaf.ts';

/** Longest delay that a timer of Node takes. */
const maxTimerMs = 2 ** 31 - 1;

export function wholeNumber(min: number, max: number) {
  return leaf(`a whole number from ${min} to ${max}`, (value) => {
    const number = numeric(value);
    return Number.isInteger(number) && number >= min && number <= max ? number : new Refused();
  });
}

/** Fractions count, so that one request in ten seconds can be asked for. Nothing at all only where that has a meaning. */
export function anyNumber(least: 'above 0' | 'from 0') {
  return leaf(`a number ${least}`, (value) => {
    const number = numeric(value);
    return Number.isFinite(number) && (number > 0 || (number === 0 && least === 'from 0')) ? number : new Refused();
  });
}

/** Milliseconds. Zero only where the key gives it a meaning. */
export function milliseconds(min: 0 | 1) {
  return wholeNumber(min, maxTimerMs);
}

const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const unitNames = Object.keys(unitBytes).join(', ');

/** A size to bytes: `8MiB`, `1.5 GB`, or a plain number of bytes. */
export function sizeBytes(min: number, max: number) {
  return leaf(`a size from ${showBytes(min)} to ${showBytes(max)} such as 8MiB (units: ${unitNames})`, (value) => {
    const bytes = readBytes(value);
    return bytes !== undefined && Number.isInteger(bytes) && bytes >= min && bytes <= max ? bytes : new Refused();
  });
}

function readBytes(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?([A-Za-z]*)$/.exec(value) ?? [];
  const factor = unit === undefined ? undefined : unit === '' ? 1 : unitBytes[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

export function showBytes(bytes: number): string {
  for (const unit of ['TiB', 'GiB', 'MiB', 'KiB']) {
    const amount = bytes / (unitBytes[unit] ?? 1);
    if (Number.isInteger(amount)) return `${amount}${unit}`;
  }
  return `${bytes}B`;
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment in ISO 8601 with its offset, to milliseconds since 1970. */
export function timeMs() {
  return leaf(
    'a time such as 2027-01-01T00:00:00Z or 2027-01-01T08:00:00+08:00',
    fromText((text) => {
      if (!isoTime.test(text)) return new Refused();
      const ms = Date.parse(text);
      // Date.parse takes 30 February for 2 March.
      const day = Number(text.slice(8, 10));
      const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
      return Number.isNaN(ms) || day > lastDay ? new Refused('is no day or hour that there is') : ms;
    }),
  );
}

/** From `${NAME}` a number comes as text. */
function numeric(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}
