/**
 * A decimal number whose text matters: a fraction, or an integer that a double can't hold.
 * `text` has no exponent and no zeros at the fraction's end: it is what gets signed.
 */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): string {
    return this.text;
  }
}

/** `number` is always a safe integer; any other number is an `ExactNumber`. */
export type JsonValue = null | boolean | string | number | ExactNumber | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [name: string]: JsonValue };

/** The parameters of one request exactly as they came, by name; what is signed. Values of forms are all strings. */
export type Params = ReadonlyMap<string, JsonValue>;
