/** `2026-11-24T19:22:03Z`: whoever reads it may be in any time zone. */
export function shownTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}

const unitsS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** `1 s`, `90 s`, `10 min`, `2 h`: in the largest unit in which it is whole, or nearly. */
export function shownSpan(seconds: number): string {
  const [name, size] = unitsS.find(([, size]) => seconds >= 2 * size || seconds === size) ?? ['s', 1];
  return `${Math.round(seconds / size)} ${name}`;
}
