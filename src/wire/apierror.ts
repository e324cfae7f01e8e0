import { retCodes, type RetCodeName } from './retcodes.ts';
import { shownName } from './shown.ts';

/** A refusal as the caller gets it: a RetCode and a Message. Everything in wire/ throws this and nothing else. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly retCode: number;
  /** The parameter at fault, as it came (`UrlList.3`). */
  readonly parameter?: string;
  constructor(retCode: number, message: string, parameter?: string) {
    super(message);
    this.retCode = retCode;
    if (parameter !== undefined) this.parameter = parameter;
  }
}

/**
 * The refusal of that name in the list (wire/retcodes.ts). `subject` takes the place of `X` in its message,
 * shortened and escaped; `detail` follows the message after a colon and must be fit to be shown already.
 */
export function apiError(name: RetCodeName, { subject, detail }: { subject?: string; detail?: string } = {}): ApiError {
  const { retCode, message } = retCodes[name];
  // A function, since a replacement text would have its `$&` read as patterns.
  const begun = subject === undefined ? message.replace('[X] ', '') : message.replace('[X]', () => `[${shownName(subject)}]`);
  return new ApiError(retCode, detail === undefined ? begun : `${begun}: ${detail}`);
}

/** 220. `accepted` says what the parameter would have to be. */
export function missingParam(name: string, accepted?: string): ApiError {
  const detail = accepted === undefined ? '' : `: accepted is ${accepted}`;
  return new ApiError(retCodes.paramMissing.retCode, `Missing params [${shownName(name)}]${detail}`, name);
}

/** 230. `came` is what came, shortened (wire/shown.ts); `accepted` says what would be accepted. */
export function badParam(name: string, came: string, accepted: string): ApiError {
  return new ApiError(retCodes.paramBad.retCode, `Params [${shownName(name)}] not available: came ${came}; accepted is ${accepted}`, name);
}
