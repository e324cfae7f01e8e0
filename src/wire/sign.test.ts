import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRequest } from './decode.ts';
import { ExactNumber, type JsonValue, type Params } from './json.ts';
import { partsToSign, stringToSign } from './sign.ts';

const publicKey = 'ucloudsomeone@example.com1296235120854146120';
const privateKey = '46f09bb9fab4f12dfc160dae12273d5332b5debe';

function signature(params: Params): string {
  return createHash('sha1').update(stringToSign(params, privateKey)).digest('hex');
}

function form(text: string): Params {
  return decodeRequest({ method: 'GET', query: `${text}&PublicKey=${encodeURIComponent(publicKey)}`, body: new Uint8Array() }).params;
}

function json(text: string): Params {
  const body = new TextEncoder().encode(text.replace('{', `{"PublicKey":"${publicKey}",`));
  return decodeRequest({ method: 'POST', query: '', contentType: 'application/json', body }).params;
}

describe('the vectors of the contract', () => {
  test.each([
    ['"Limit":10', 'cba5cf5ec4d4233d206b1b54951e3787350a642f'],
    ['"Proportion":35.0', 'da620b97de476947302291fc93a2d8b0710be328'],
    ['"Proportion":65.722', '5e39dd48144d6a075328e56a6c5e9df6c39ae939'],
  ])('DescribeUHostInstance with %s, typed as JSON has it', (field, expected) => {
    expect(signature(json(`{"Action":"DescribeUHostInstance","Region":"cn-bj2",${field}}`))).toBe(expected);
  });

  test.each([
    ['', '4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65'],
    ['&SecurityToken=some_stoken', '170c480ad176a247b324eb92a2cfe536aacfbd04'],
  ])('CreateUHostInstance%s', (more, expected) => {
    const query =
      'Action=CreateUHostInstance&CPU=2&ChargeType=Month&DiskSpace=10&ImageId=f43736e1-65a5-4bea-ad2e-8a46e18883c2' +
      '&LoginMode=Password&Memory=2048&Name=Host01&Password=VUNsb3VkLmNu&Quantity=1&Region=cn-bj2&Zone=cn-bj2-04';
    expect(signature(form(query + more))).toBe(expected);
  });

  test('AllocateBackendBatch: twelve values, so that .10 goes before .2', () => {
    const backends = Array.from({ length: 12 }, (_, index) => `&Backends.${index}=${['foo', 'bar', '42'][index % 3]}`);
    expect(signature(form(`Action=AllocateBackendBatch${backends.join('')}`))).toBe('6bc32642779f8cb0bb3d3f128b1c0688abf9a1a3');
  });

  test('ours, as a form and as a JSON list', () => {
    const query = 'Action=DescribeNewUcdnPrefetchCacheTask&ProjectId=org-1&Limit=10&IsDcdn=true';
    expect(signature(form(`${query}&TaskId.0=a&TaskId.1=b`))).toBe('e4b146ebd12557ed02dc0f75c8636a9171d0002b');
    const body = '{"Action":"DescribeNewUcdnPrefetchCacheTask","ProjectId":"org-1","Limit":10,"IsDcdn":true,"TaskId":["a","b"]}';
    expect(signature(json(body))).toBe('641774c2b71b504b71dc05bfcd64c62cbb85a3c3');
  });
});

describe('what is signed', () => {
  const params = (values: Record<string, JsonValue>): Params => new Map(Object.entries(values));

  test('everything but Signature, sorted, the private key last', () => {
    expect(stringToSign(params({ b: '2', Signature: 'x', a: '1', B: '0' }), 'KEY')).toBe('B0a1b2KEY');
  });

  test('names go by code point: an astral one behind U+FFFD, where UTF-16 would put it before', () => {
    expect(stringToSign(params({ '\u{1f600}': '2', '\ufffd': '1', 'z\u{1f600}': 'b', 'z\uffff': 'a', z: '0' }), '')).toBe(
      'z0z\uffffaz\u{1f600}b\ufffd1\u{1f600}2',
    );
  });

  test('null by its bare name, booleans as words, numbers in plain digits', () => {
    const values = { a: null, b: true, c: false, d: 42, e: -7, f: new ExactNumber('12345678901234567890') };
    expect(stringToSign(params(values), '')).toBe('abtruecfalsed42e-7f12345678901234567890');
  });

  test('lists by their values, objects by their sorted names and values', () => {
    expect(stringToSign(params({ a: ['x', 1, null, ['y']], b: { z: 1, y: { k: [true] } } }), '')).toBe('ax1ybyktruez1');
  });

  test('flat keys as they came, never made into a list', () => {
    expect(stringToSign(params({ 'T.10': 'c', 'T.2': 'b', 'T.0': 'a' }), '')).toBe('T.0aT.10cT.2b');
  });
});

/** The same rules once more, by Unicode code points one by one. */
function second(value: JsonValue): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((element: JsonValue) => second(element)).join('');
  if (typeof value === 'object') return pairs(Object.entries(value as object));
  return String(value);
}

function pairs(entries: [string, JsonValue][]): string {
  const points = (text: string) => Array.from(text, (character) => character.codePointAt(0)!.toString(16).padStart(6, '0')).join('');
  return entries
    .map(([name, value]) => ({ key: points(name), text: name + second(value) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ text }) => text)
    .join('');
}

test('a second, tiny implementation signs the same', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', 'B', '.', '0', '10', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}', '中'),
    maxLength: 4,
  });
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 12 }), fc.string(), (entries, key) => {
      expect(stringToSign(new Map(entries), key)).toBe(pairs(entries) + key);
    }),
    { numRuns: 300 },
  );
});

test('the parts are the text, in their order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()))), (fields) => {
      const params: Params = new Map<string, JsonValue>([...Object.entries(fields), ['Signature', 'not signed']]);
      expect(partsToSign(params).flat().join('')).toBe(stringToSign(params, ''));
    }),
  );
});
