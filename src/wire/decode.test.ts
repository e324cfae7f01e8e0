import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRequest, type RawRequest } from './decode.ts';
import { ExactNumber } from './json.ts';
import { stringToSign } from './sign.ts';
import { refusalOf } from './testing/refusal.ts';

const utf8 = new TextEncoder();

function get(query: string) {
  return decodeRequest({ method: 'GET', query, body: new Uint8Array() });
}

function post(body: string | Uint8Array, { contentType, query = '' }: { contentType?: string; query?: string } = {}) {
  return decodeRequest({ method: 'POST', query, contentType, body: typeof body === 'string' ? utf8.encode(body) : body });
}

const form = (body: string) => post(body, { contentType: 'application/x-www-form-urlencoded' });
const json = (body: string) => post(body, { contentType: 'application/json' });

/** The Message of a 230. */
function refusal(decode: () => unknown): string {
  const error = refusalOf(decode);
  return error?.retCode === 230 ? error.message : `not refused with 230: ${error?.message}`;
}

describe('the same parameters in three encodings', () => {
  const expected = [
    ['Action', 'GetProjectList'],
    ['Name', '中 文&=+%'],
    ['Empty', ''],
  ];
  const encoded = 'Action=GetProjectList&Name=%E4%B8%AD+%E6%96%87%26%3D%2B%25&Empty=';

  test('query', () => expect([...get(encoded).params]).toEqual(expected));
  test('form', () => expect([...form(encoded).params]).toEqual(expected));
  test('JSON', () => expect([...json('{"Action":"GetProjectList","Name":"中 文&=+%","Empty":""}').params]).toEqual(expected));
});

describe('which encoding a body has', () => {
  const asJson = '\r\n\t {"Action":"A"}';
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', undefined, '', 'text/plain', 'x'])(
    'JSON with Content-Type %s',
    (contentType) => expect(post(asJson, contentType === undefined ? {} : { contentType }).action).toBe('A'),
  );
  test.each(['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=UTF-8', undefined, '', 'text/plain'])(
    'a form with Content-Type %s',
    (contentType) => expect(post('Action=A', contentType === undefined ? {} : { contentType }).action).toBe('A'),
  );
  test('a declared form stays one, even if it begins like JSON', () => {
    expect([...form('{=1').params]).toEqual([['{', '1']]);
  });
  test('a byte order mark is no part of either', () => {
    expect(post('\ufeff{"Action":"A"}').action).toBe('A');
    expect(post('\ufeffAction=A').action).toBe('A');
  });
});

describe('where the Action comes from', () => {
  test('a POST is its body alone; the query names the Action when the body does not', () => {
    const { params, action } = post('PublicKey=p&Signature=s', { query: 'Action=FromQuery&Other=1' });
    expect(action).toBe('FromQuery');
    expect([...params.keys()]).toEqual(['PublicKey', 'Signature']);
    expect(stringToSign(params, 'k')).toBe('PublicKeypk');
  });
  test("the body's Action wins, and the query is not even looked at", () => {
    expect(post('Action=FromBody', { query: 'Action=FromQuery&%zz' }).action).toBe('FromBody');
  });
  test('an empty one is none', () => {
    expect(post('Action=', { query: 'Action=FromQuery' }).action).toBe('FromQuery');
    expect(post('{"Action":null}').action).toBeUndefined();
    expect(get('').action).toBeUndefined();
  });
  test('a POST without a body is its query', () => {
    expect([...post('', { query: 'Action=A&Limit=1' }).params.keys()]).toEqual(['Action', 'Limit']);
  });
  test('one that is no text is refused', () => {
    expect(refusal(() => json('{"Action":["A"]}'))).toBe(
      'Params [Action] not available: came a list of 1 value; accepted is the name of an action',
    );
  });
});

describe('a form', () => {
  test('may have far more than 1000 names', () => {
    const pairs = Array.from({ length: 5000 }, (_, index) => `UrlList.${index}=u${index}`);
    expect(form(pairs.join('&')).params.size).toBe(5000);
  });
  test('may leave out values and have stray separators', () => {
    expect([...form('&&a&b=&=c&d=e=f&').params]).toEqual([
      ['a', ''],
      ['b', ''],
      ['', 'c'],
      ['d', 'e=f'],
    ]);
  });
  test('may carry raw UTF-8, in the query as well, which servers hand over as Latin-1', () => {
    expect(form('a=中').params.get('a')).toBe('中');
    expect(get(`a=${String.fromCharCode(...utf8.encode('中'))}`).params.get('a')).toBe('中');
    expect(get('a=中').params.get('a')).toBe('中');
  });
  test.each([
    ['a=1&a=1', 'Params [a] not available: came the same name twice; accepted is each name once'],
    ['%61=1&a=2', 'Params [a] not available: came the same name twice'],
    ['Url=%', 'Params [Url] not available: came a % without two hex digits behind it'],
    ['Url=100%25%2', 'Params [Url] not available: came a % without two hex digits'],
    ['Url=%zz', 'Params [Url] not available: came a % without two hex digits'],
    ['Url=%u4e2d', 'Params [Url] not available: came a % without two hex digits'],
    ['Url=%ff', 'Params [Url] not available: came percent-escapes that are not UTF-8'],
    ['Url=%c0%af', 'Params [Url] not available: came percent-escapes that are not UTF-8'],
    ['Url=%ed%a0%80', 'Params [Url] not available: came percent-escapes that are not UTF-8'],
    ['%ff=1', 'Params [body] not available: came percent-escapes that are not UTF-8'],
  ])('%s is refused', (text, message) => {
    expect(refusal(() => form(text))).toContain(message);
    expect(refusal(() => get(text))).toContain(message.replace('[body]', '[query]'));
  });
  test('of half a million names is refused', () => {
    expect(refusal(() => form(Array.from({ length: 500_000 }, (_, index) => index.toString(36)).join('&')))).toContain('at most 200000');
  });
});

describe('JSON', () => {
  test('keeps every digit of a number, and drops what a number does not need', () => {
    const text =
      '{"a":12345678901234567890,"b":42.0,"c":1.50,"d":1e3,"e":1.5E-3,"f":-0,"g":10,"h":0.10,"i":9007199254740993,"j":[-1.25e2],"k":9007199254740990.6}';
    const { params } = json(text);
    expect(Object.fromEntries(params)).toEqual({
      a: new ExactNumber('12345678901234567890'),
      b: 42,
      c: new ExactNumber('1.5'),
      d: 1000,
      e: new ExactNumber('0.0015'),
      f: 0,
      g: 10,
      h: new ExactNumber('0.1'),
      i: new ExactNumber('9007199254740993'),
      j: [-125],
      k: new ExactNumber('9007199254740990.6'),
    });
    expect(stringToSign(params, '')).toBe('a12345678901234567890b42c1.5d1000e0.0015f0g10h0.1i9007199254740993j-125k9007199254740990.6');
  });
  test.each(['12345678901234567890', '-9007199254740993', '1.0000000000000000000001'])('keeps %s where it is the only number', (digits) => {
    expect(json(`{"Limit":${digits}}`).params.get('Limit')).toEqual(new ExactNumber(digits));
    expect(json(`{"TaskId":[true,${digits}]}`).params.get('TaskId')).toEqual([true, new ExactNumber(digits)]);
  });
  test('takes lists, booleans and null as they are', () => {
    expect(Object.fromEntries(json('{"TaskId":["a","b"],"IsDcdn":true,"Status":null}').params)).toEqual({
      TaskId: ['a', 'b'],
      IsDcdn: true,
      Status: null,
    });
  });
  test('may name a parameter __proto__, which does nothing', () => {
    const { params } = json('{"__proto__":{"isAdmin":true},"constructor":1,"Action":"A","n":1.5}');
    expect([...params.keys()]).toEqual(['__proto__', 'constructor', 'Action', 'n']);
    expect(stringToSign(params, '')).toBe('ActionA__proto__isAdmintrueconstructor1n1.5');
    expect('isAdmin' in {}).toBe(false);
  });
  test('may be nested 32 deep and no deeper', () => {
    expect(json(`{"a":${'['.repeat(31)}${']'.repeat(31)}}`).params.size).toBe(1);
    expect(refusal(() => json(`{"a":${'['.repeat(32)}${']'.repeat(32)}}`))).toContain('nested deeper than 32');
  });
  test('brackets within a text are no nesting', () => {
    expect(json(`{"a":"\\"${'['.repeat(100)}\\\\"}`).params.get('a')).toBe(`"${'['.repeat(100)}\\`);
  });
  test.each([
    ['a megabyte of [', `{"a":${'['.repeat(1_000_000)}`, 'nested deeper'],
    ['a megabyte of {"a":', '{"a":'.repeat(200_000), 'nested deeper'],
    ['a million values', `{"a":[${'0,'.repeat(1_000_000)}0]}`, 'more than 200000 values'],
    ['a number written out to a gigabyte', '{"a":1e999999999}', 'number out of range'],
    ['a list on top', '["Action"]', 'JSON that is no object'],
    ['a text on top', '"Action"', 'JSON that is no object'],
    ['null on top', 'null', 'JSON that is no object'],
    ['a trailing comma', '{"Action":"A",}', "can't be read (at character 14)"],
    ['half a body', '{"Action":"A', "can't be read"],
    ['single quotes', "{'Action':'A'}", "can't be read"],
    ['nothing but blanks', '  ', "can't be read"],
    ['two values', '{} {}', "can't be read"],
    ['a bare line break in a text', '{"a":"\n"}', "can't be read"],
    ['NaN', '{"a":NaN}', "can't be read"],
    ['half of a surrogate pair', '{"a":"\\ud800"}', 'half of a surrogate pair'],
    ['half of a surrogate pair in a nested name', '{"a":[{"\\uDC00":1}]}', 'half of a surrogate pair'],
  ])('%s is refused', (_title, text, part) => {
    const message = refusal(() => json(text));
    expect(message).toMatch(/^Params \[body\] not available: came JSON/);
    expect(message).toContain(part);
    expect(message.length).toBeLessThan(200);
  });
  test('whole surrogate pairs in escapes are text like any other', () => {
    expect(json('{"a":"\\ud83d\\ude00"}').params.get('a')).toBe('😀');
  });
});

test('bytes that are not UTF-8 are refused in any encoding', () => {
  for (const contentType of ['application/json', 'application/x-www-form-urlencoded']) {
    expect(refusal(() => post(Uint8Array.of(0x7b, 0xff, 0x7d), { contentType }))).toContain('bytes that are not UTF-8');
  }
});

test('whatever comes in, it is decoded or refused with 230, and no Message quotes control characters', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.stringMatching(/^[{}[\]",:\\u%&=+0-9a-f.eE-]*$/),
    fc.webQueryParameters(),
  );
  const request: fc.Arbitrary<RawRequest> = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    query: text,
    contentType: fc.option(fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'x/y'), { nil: undefined }),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 50 }),
      text.map((body) => utf8.encode(body)),
    ),
  });
  fc.assert(
    fc.property(request, (raw) => {
      const error = refusalOf(() => stringToSign(decodeRequest(raw).params, 'key'));
      expect([undefined, 230]).toContain(error?.retCode);
      expect(error?.message ?? '').not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
    { numRuns: 1000 },
  );
});

test('what a client writes as a form or as JSON comes out as it went in', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 10 });
  fc.assert(
    fc.property(fc.dictionary(word, word), (fields) => {
      const entries = Object.entries(fields);
      expect([...form(new URLSearchParams(entries).toString()).params]).toEqual(entries);
      expect([...json(JSON.stringify(fields)).params]).toEqual(entries);
    }),
    { numRuns: 300 },
  );
});
