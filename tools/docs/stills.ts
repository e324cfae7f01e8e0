import type { JsonObject, JsonValue } from '../../src/wire/json.ts';

/** 2026-07-01T00:00:00Z */
const stillTimeS = 1_782_864_000;
/** Midnight in Shanghai. */
const stillNextDayS = stillTimeS + 16 * 3600;
const stillMs = 12;
/** Times that far ahead are reckoned from now. */
const soonS = 7 * 86_400;
const stillAddresses = ['http://127.0.0.1:8080', 'http://127.0.0.1:8081', 'https://hooks.example.com'];
const stillTaskIds = ['01KF2X3B5V7F0M8T1S6R9C4D2A', '01KF2X3CW0H7Y3Q9N5E2Z8G4KB', '01KF2X3EM6P1V9S4A7T0R2X5WC'];

/** What is random by its nature, by the name of its field. */
const stillSecrets: ReadonlyMap<string, string> = new Map([
  ['PrivateKey', 'kept-to-yourself'],
  ['SecurityToken', 'goes-with-each-call'],
  ['Id', '42'],
  ['NextCursor', '39'],
  ['Configuration', '{"listen":{"host":"127.0.0.1","port":8460},"timezone":"Asia/Shanghai"}'],
]);

/** How much of the hour had passed when it was asked for differs, and what had come by then. */
const stillPeriods: JsonValue = [
  {
    BeginTime: stillTimeS,
    Bytes: '3072',
    SuccessCount: 3,
    FailureCount: 1,
    UnknowCount: 0,
    HitCount: 1,
    PurgeCount: 2,
    PurgeFailureCount: 0,
  },
];

const ulid = /\b[0-9A-HJKMNP-TV-Z]{26}\b/g;
const lent = /\btemporary-[0-9a-f]{32}\b/g;
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** Puts the same value each time in the place of what no two runs have in common: ids, times, ports. */
export class Stills {
  readonly #addresses: readonly string[];
  readonly #taskIds = new Map<string, string>();
  readonly #startedS: number;

  /** `startedS`: when it all began. */
  constructor(addresses: readonly string[], startedS: number) {
    this.#addresses = addresses;
    this.#startedS = startedS;
  }

  object(value: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.#value(name, inner)]));
  }

  #value(name: string, value: JsonValue): JsonValue {
    const secret = stillSecrets.get(name);
    if (secret !== undefined && value !== '') return secret;
    if (name === 'PeriodList') return stillPeriods;
    if (Array.isArray(value)) return value.map((element: JsonValue) => this.#value(name, element));
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'number') return this.#number(name, value);
    return isObject(value) ? this.object(value) : value;
  }

  #text(value: string): string {
    const still = value
      .replaceAll(ulid, (taskId) => this.#taskId(taskId))
      .replaceAll(lent, 'temporary-5d115884cff1edfa5a24945dee069761')
      .replaceAll(time, new Date(stillTimeS * 1000).toISOString());
    return this.#addresses.reduce((text, address, place) => text.replaceAll(address, stillAddresses[place] ?? address), still);
  }

  #number(name: string, value: number): number {
    if (name.endsWith('Ms')) return stillMs;
    if (name === 'NextDayTime') return stillNextDayS;
    const nowS = Date.now() / 1000;
    if (value < this.#startedS || value > nowS + soonS) return value;
    return stillTimeS + (value > nowS ? Math.round((value - nowS) / 60) * 60 : 0);
  }

  #taskId(taskId: string): string {
    const still = this.#taskIds.get(taskId) ?? stillTaskIds[this.#taskIds.size];
    if (still === undefined) throw new Error('tools/docs/stills.ts needs another TaskId');
    this.#taskIds.set(taskId, still);
    return still;
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
