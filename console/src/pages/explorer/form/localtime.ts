/** Seconds since 1970 as `<input type="datetime-local">` has them, in the browser's own time zone; '' when there are none. */
export function localOf(secondsText: string): string {
  if (!/^\d{1,10}$/.test(secondsText)) return '';
  const date = new Date(Number(secondsText) * 1000);
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The reverse; '' for what is no time. */
export function secondsOf(local: string): string {
  const ms = new Date(local).getTime();
  return Number.isNaN(ms) || ms < 0 ? '' : String(Math.floor(ms / 1000));
}

/** The browser's time zone, by name and by its distance from UTC at that time: `Asia/Shanghai, UTC+08:00`. */
export function zoneAt(atMs = Date.now()): string {
  const minutes = -new Date(atMs).getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const distance = `UTC${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === 'UTC' ? 'UTC' : `${timeZone}, ${distance}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
