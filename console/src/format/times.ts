const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** `5 minutes ago`, `in 2 days`, short. */
export function formatRelative(atMs: number, nowMs: number, language: string): string {
  const distanceMs = atMs - nowMs;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  for (const [unit, ms] of steps) {
    if (Math.abs(distanceMs) >= ms || unit === 'second') return format.format(Math.trunc(distanceMs / ms), unit);
  }
  return '';
}

/** Date and time to the second, with the time zone: `2026-11-29 22:41:07 UTC+8`. */
export function formatAbsolute(atMs: number, language: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'medium' } as const;
  return `${new Intl.DateTimeFormat(language, options).format(atMs)} ${zoneOf(atMs)}`;
}

/** Clock only: `22:41:07`. */
export function formatClock(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(atMs);
}

/** How long something took or will take, to two parts: `1h 05m`, `12.3s`, `840ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)}s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes}m ${two(Math.floor((ms % 60_000) / 1000))}s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h ${two(minutes % 60)}m` : `${Math.floor(hours / 24)}d ${two(hours % 24)}h`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function zoneOf(atMs: number): string {
  const minutes = -new Date(atMs).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const hours = Math.trunc(minutes / 60);
  const rest = Math.abs(minutes % 60);
  return `UTC${minutes > 0 ? '+' : ''}${hours}${rest === 0 ? '' : `:${two(rest)}`}`;
}
