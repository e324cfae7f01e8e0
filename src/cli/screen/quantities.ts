/** 1234567 → `1,234,567`, whatever the language of the machine: scripts compare it. */
export function shownCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 URL`, `1,000 URLs`. */
export function counted(count: number, noun: string): string {
  return `${shownCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Three significant figures: `512 B`, `1.50 MB`, `23.4 GB`. */
export function shownBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  // From 999.5 on three figures would be 1000.
  while (amount >= 999.5 && unit < byteUnits.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(amount) : significant(amount)} ${byteUnits[unit] ?? ''}`;
}

/** Per second: `1,250/s`, `12.5/s`. */
export function shownRate(perSecond: number): string {
  return `${perSecond >= 100 ? shownCount(perSecond) : significant(perSecond)}/s`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function shownDuration(ms: number): string {
  const s = ms / 1000;
  if (s < 9.95) return `${s.toFixed(1)} s`;
  const seconds = Math.round(s);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 1, 's');
  return seconds < 86_400 ? twoUnits(seconds, 3600, 'h', 60, 'min') : twoUnits(seconds, 86_400, 'd', 3600, 'h');
}

function twoUnits(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

function significant(amount: number): string {
  if (amount >= 100) return amount.toFixed(0);
  return amount >= 10 ? amount.toFixed(1) : amount.toFixed(2);
}
