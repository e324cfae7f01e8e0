/** Calendar days of one time zone. */
export class Calendar {
  /** Its name in the time zone database, such as `Asia/Shanghai`. */
  readonly timeZone: string;
  readonly #format: Intl.DateTimeFormat;

  /** Throws a RangeError when there is no such time zone. */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** `2026-03-29` */
  dayOf(ms: number): string {
    return isoOf(this.#localMs(ms)).slice(0, 'YYYY-MM-DD'.length);
  }

  /**
   * When the day after the one of `ms` begins. Searched, not reckoned: where clocks change at midnight a day begins
   * at one o'clock, and a place that changed sides of the date line left a day out.
   */
  nextDayMs(ms: number): number {
    const today = this.dayOf(ms);
    let before = Math.floor(ms / 1000);
    // No day is longer than 25 hours, and two are longer than any change of clocks.
    let after = before + 50 * 3600;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.dayOf(middle * 1000) > today) after = middle;
      else before = middle;
    }
    return after * 1000;
  }

  /** `2026-03-30T00:00:00+08:00` */
  textOf(ms: number): string {
    const localMs = this.#localMs(ms);
    const offsetMinutes = Math.round((localMs - ms) / 60_000);
    const [hours, minutes] = [Math.trunc(Math.abs(offsetMinutes) / 60), Math.abs(offsetMinutes) % 60].map((part) =>
      String(part).padStart(2, '0'),
    );
    return `${isoOf(localMs).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}${offsetMinutes < 0 ? '-' : '+'}${hours}:${minutes}`;
  }

  /** What the clock on the wall shows, as if it were UTC. */
  #localMs(ms: number): number {
    const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
    for (const { type, value } of this.#format.formatToParts(ms)) {
      if (isShown(type)) shown[type] = Number(value);
    }
    return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second);
  }
}

const parts = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

function isShown(type: string): type is (typeof parts)[number] {
  return parts.some((part) => part === type);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
