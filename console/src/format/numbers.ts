const unitsOfBytes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Bytes with their unit, to three significant figures: `1.23 GiB`. */
export function formatBytes(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1000 && unit < unitsOfBytes.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${threeFigures(value, unit === 0)} ${unitsOfBytes[unit] ?? 'B'}`;
}

/** `12.3 MiB/s`. */
export function formatByteRate(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

/** A count, with the separators of the language. */
export function formatCount(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count);
}

/** A share of 0 to 1 in percent; neither 0 % nor 100 % unless it is exactly that. */
export function formatShare(share: number, language: string): string {
  const bounded = share > 0 && share < 0.001 ? 0.001 : share < 1 && share > 0.999 ? 0.999 : share;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(bounded);
}

function threeFigures(value: number, isWhole: boolean): string {
  if (isWhole) return String(Math.round(value));
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
