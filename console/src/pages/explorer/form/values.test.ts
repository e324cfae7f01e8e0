import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../../../src/wire/openapi.ts';
import { readDocument, type ParameterDoc } from '../document.ts';
import { addressOf, faultOf, linesOf, requestOf, valuesFrom } from './values.ts';

const { actions } = readDocument(JSON.parse(JSON.stringify(openApiDocument('1.2.3'))));

function action(name: string) {
  const found = actions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const prefetch = action('PrefetchNewUcdnDomainCache');

test('a form becomes a typed request; what is empty is not sent', () => {
  const values = {
    UrlList: ' http://a/1 \n\nhttp://a/2\r\n',
    Priority: '7',
    DryRun: 'true',
    Comment: ' two words ',
    Nodes: '\n ',
    ClientToken: '',
  };
  expect(requestOf(prefetch, values)).toEqual({
    UrlList: ['http://a/1', 'http://a/2'],
    Priority: 7,
    DryRun: true,
    Comment: ' two words ',
  });
});

test('what is not of its kind goes as it is, for the server to refuse', () => {
  expect(requestOf(prefetch, { Priority: '07', DryRun: 'yes' })).toEqual({ Priority: '07', DryRun: 'yes' });
});

describe('the address', () => {
  test('gives back any form that it can hold', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => value.replaceAll('\0', '').toWellFormed());
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), text, (urls, comment) => {
        const values = { UrlList: urls.join('\n'), Comment: comment };
        const { pairs, isWhole } = addressOf(prefetch, values);
        expect(isWhole).toBe(true);
        const back = valuesFrom(new URLSearchParams(new URLSearchParams(pairs).toString()), prefetch);
        expect(requestOf(prefetch, back)).toEqual(requestOf(prefetch, values));
      }),
    );
  });

  test('leaves out what is too long for a request line, and says so', () => {
    const urls = Array.from({ length: 1000 }, (_, index) => `http://a/${index}`).join('\n');
    const { pairs, isWhole } = addressOf(prefetch, { UrlList: urls, Comment: 'kept' });
    expect({ pairs, isWhole }).toEqual({ pairs: [['Comment', 'kept']], isWhole: false });
  });

  test('holds nothing that is no parameter of the action', () => {
    const search = new URLSearchParams('UrlList=http://a/&PrivateKey=x&view=code');
    expect(valuesFrom(search, prefetch)).toEqual({ UrlList: 'http://a/' });
    for (const { parameters } of actions) {
      expect(parameters.map(({ name }) => name)).not.toContain('PrivateKey');
      expect(parameters.map(({ name }) => name)).not.toContain('SecurityToken');
    }
  });
});

describe('a fault is told before it is sent', () => {
  const parameter = (name: string): ParameterDoc => {
    const found = prefetch.parameters.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  test.each([
    ['Priority', '', undefined],
    ['Priority', '9', undefined],
    ['Priority', '10', { kind: 'range', from: 0, to: 9 }],
    ['Priority', 'high', { kind: 'integer' }],
    ['UrlList', 'a\n'.repeat(1001), { kind: 'tooMany', most: 1000 }],
    ['Comment', 'x'.repeat(257), { kind: 'tooLong', most: 256 }],
  ])('%s of %j', (name, text, fault) => {
    expect(faultOf(parameter(name), text)).toEqual(fault);
  });
});

test('lines are values without what stands around them', () => {
  expect(linesOf('\n a\r\n\n\tb \n')).toEqual(['a', 'b']);
});
