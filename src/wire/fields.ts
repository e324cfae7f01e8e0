import * as z from 'zod';
import { parseRequestHeader } from '../tasks/requestheader.ts';
import { isUrlFault, maxUrlBytes, parseTargetUrl } from '../tasks/url.ts';

/**
 * The kinds of request parameters. A schema describes the typed value (a JSON number, a list); how it may be
 * written on the wire is the business of wire/params.ts. Each kind also knows, in words, what it accepts.
 */

/** The vendor's SDKs hold integers in 32 bits. */
export const maxInt32 = 2_147_483_647;

/** What a schema accepts, as a Message says it. Kept beside the schemas, so that OpenAPI does not show it. */
const acceptedWords = z.registry<{ accepted: string }>();

export function acceptedBy(schema: z.core.$ZodType): string {
  return acceptedWords.get(schema)?.accepted ?? 'another value';
}

function describe<S extends z.ZodType>(schema: S, description: string, accepted: string): S {
  const described = schema.meta({ description });
  acceptedWords.add(described, { accepted });
  return described;
}

export function text(description: string): z.ZodString {
  return describe(z.string(), description, 'a text');
}

/** A natural number: 0 … 2³¹ − 1 unless narrower. */
export function natural(description: string, { min = 0, max = maxInt32 }: { min?: number; max?: number } = {}): z.ZodInt {
  return describe(z.int().min(min).max(max), description, `a whole number from ${min} to ${max}`);
}

/** Seconds since 1970, within 32 bits. */
export function time(description: string): z.ZodInt {
  return describe(z.int().min(0).max(maxInt32), description, `a Unix timestamp in seconds, from 0 to ${maxInt32}`);
}

export function flag(description: string): z.ZodBoolean {
  return describe(z.boolean(), description, 'true or false');
}

export function oneOf<const V extends readonly [string, ...string[]]>(values: V, description: string) {
  return describe(z.enum(values), description, `one of ${values.join(', ')}`);
}

export function texts(description: string) {
  return describe(z.array(describe(z.string().min(1), 'One value.', 'a text')), description, 'a list of texts');
}

export function shortText(description: string, maxChars: number): z.ZodString {
  return describe(z.string().max(maxChars), description, `a text of at most ${maxChars} characters`);
}

/** Request headers that a submit may set; understood while they are read. */
export function requestHeaders(description: string) {
  const one = z
    .string()
    .meta({ description: 'One header.' })
    .transform((written, context) => {
      const header = parseRequestHeader(written);
      if (!('what' in header)) return header;
      context.issues.push({ code: 'custom', input: written, params: header });
      return z.NEVER;
    });
  acceptedWords.add(one, { accepted: 'a header as Name: value' });
  return describe(z.array(one), description, 'a list of headers');
}

/** At least one. */
export function someTexts(description: string, maxCount: number) {
  return describe(
    z
      .array(describe(z.string().min(1), 'One value.', 'a text'))
      .min(1)
      .max(maxCount),
    description,
    `1 to ${maxCount} texts`,
  );
}

/** A URL on a domain of ours; understood while it is read, so that a bad one is named by the parameter that it came in. */
export function targetUrl(description: string) {
  // Said in words of JSON Schema only; what checks is parseTargetUrl, which can tell what is wrong.
  const written = z.string().meta({ description, pattern: '^[Hh][Tt][Tt][Pp][Ss]?://', maxLength: maxUrlBytes });
  const one = written.transform((submitted, context) => {
    const url = parseTargetUrl(submitted);
    if (!isUrlFault(url)) return url;
    context.issues.push({ code: 'custom', input: submitted, params: url });
    return z.NEVER;
  });
  acceptedWords.add(one, { accepted: 'a URL that begins with http:// or https://' });
  return one;
}

/** Several of them. */
export function targetUrls(description: string, maxCount: number) {
  return describe(z.array(targetUrl('One URL.')).min(1).max(maxCount), description, `1 to ${maxCount} URLs`);
}
