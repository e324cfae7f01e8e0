import { UsageError } from '../errors.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90`, `90s`, `5m`, `1.5h`, `2d` to milliseconds; a bare number is seconds. Throws a UsageError that names `option`. */
export function readDuration(text: string, option: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|min|h|d)?$/.exec(text) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  if (amount !== undefined && ms > 0 && ms <= 366 * 86_400_000) return ms;
  throw new UsageError(`${option} is ${JSON.stringify(text.slice(0, 64))}; accepted: a duration such as 90s, 5m, 2h or 1d`);
}

/** A time as `--since` takes it, to seconds since 1970: a duration back from now, or an ISO time. */
export function readTimeS(text: string, option: string, nowMs: number): number {
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    const ms = Date.parse(text);
    if (!Number.isNaN(ms) && ms >= 0) return Math.floor(ms / 1000);
  } else if (/^\d+(\.\d+)?(s|m|min|h|d)$/.test(text)) {
    return Math.max(0, Math.floor((nowMs - readDuration(text, option)) / 1000));
  }
  throw new UsageError(
    `${option} is ${JSON.stringify(text.slice(0, 64))}; accepted: a time back from now such as 2h or 7d, or one such as 2026-11-24T08:00:00Z`,
  );
}

/** `2026-11-24 16:32:10`, in the time zone of the machine. */
export function shownTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
