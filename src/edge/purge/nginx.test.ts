import { describe, expect, test } from 'vitest';
import { nginx } from './nginx.ts';
import type { PurgeKey } from './procedure.ts';
import { converse, inTurn, setting } from './testing/converse.ts';

const plain: PurgeKey = { scheme: 'http', variant: {} };
const gzip: PurgeKey = { scheme: 'http', variant: { 'Accept-Encoding': 'gzip' } };
const stored = (etag: string, more = {}) => ({ status: 200, headers: { etag, 'x-cache-status': 'HIT', ...more } });

describe('nginx', () => {
  test('is asked before it is told: what runs has to end first', () => {
    const { end, asked } = converse(nginx([plain], setting), inTurn({ 'probe plain': [stored('"1"'), 504], 'purge plain': [200] }));
    expect(asked).toEqual(['probe plain', 'purge plain', 'probe plain']);
    expect(end).toEqual({ deed: 'deleted', statuses: [200], after: 'absent' });
  });

  test('is not looked at afterwards once its PURGE is known to work: a look could hold up a visitor', () => {
    const { end, asked } = converse(nginx([plain], { ...setting, isProven: true }), inTurn({ probe: [stored('"1"')], purge: [200] }));
    expect(asked).toEqual(['probe plain', 'purge plain']);
    expect(end).toEqual({ deed: 'deleted', statuses: [200], after: 'quiet' });
  });

  test('proves its PURGE by the first object that is gone', () => {
    let proofs = 0;
    const proving = { ...setting, onProven: () => void (proofs += 1) };
    converse(nginx([plain], proving), inTurn({ probe: [504], purge: [404] }));
    expect(proofs, 'nothing was there').toBe(0);
    converse(nginx([plain], proving), inTurn({ probe: [stored('"1"'), 504], purge: [200] }));
    expect(proofs).toBe(1);
  });

  test('is waited for while it answers nothing, and while it says UPDATING', () => {
    const updating = stored('"1"', { 'x-cache-status': 'UPDATING' });
    const script = inTurn({ probe: ['silence', updating, updating, stored('"2"'), 504], purge: [200] });
    const { asked } = converse(nginx([plain], setting), script);
    expect(asked).toEqual(['probe plain', 'probe plain', 'rest', 'probe plain', 'rest', 'probe plain', 'purge plain', 'probe plain']);
  });

  test('is asked again when it says "absent" so late that it must have waited for a fill', () => {
    const late = { status: 504, tookMs: 5000 };
    const { end, asked } = converse(nginx([plain], setting), inTurn({ probe: [late, stored('"1"'), 504], purge: [200] }));
    expect(asked.slice(0, 3)).toEqual(['probe plain', 'probe plain', 'purge plain']);
    expect(end).toMatchObject({ deed: 'deleted' });
  });

  test('has nothing to delete where nothing was, and is not looked at for it', () => {
    const { end, asked } = converse(nginx([gzip, plain], setting), inTurn({ probe: [504], purge: [404] }));
    expect(asked).toEqual(['probe gzip', 'probe plain', 'purge gzip, purge plain']);
    expect(end).toEqual({ deed: 'nothing', statuses: [404, 404], after: 'absent' });
  });

  test('is purged again while the old validator is there, and believed when each PURGE deletes something', () => {
    const script = inTurn({ probe: [stored('"1"')], purge: [200], purgeNothing: [404] });
    const { end, asked } = converse(nginx([plain], setting), script);
    expect(asked.filter((line) => line === 'purge plain')).toHaveLength(3);
    expect(end).toMatchObject({ deed: 'deleted', after: 'same' });
  });

  test('whose PURGE "deletes" even what was never there does not take it at all', () => {
    const { end } = converse(nginx([plain], setting), inTurn({ probe: [stored('"1"')], purge: [200], purgeNothing: [200] }));
    expect(end).toMatchObject({ undone: 'http_status', httpStatus: 200, message: expect.stringContaining('PURGE does not reach it') });
  });

  test('whose PURGE finds nothing of what is there looks up another key', () => {
    const { end } = converse(nginx([plain], setting), inTurn({ probe: [stored('"1"')], purge: [404] }));
    expect(end).toMatchObject({ undone: 'http_status', httpStatus: 404 });
  });

  test('that has one object under two of our keys loses it with the first', () => {
    const script = inTurn({
      probe: [stored('"1"', { vary: 'Accept-Encoding' }), stored('"1"', { vary: 'Accept-Encoding' }), 504],
      'purge gzip': [200],
      'purge plain': [404],
    });
    expect(converse(nginx([gzip, plain], setting), script).end).toMatchObject({ deed: 'deleted', after: 'absent' });
  });

  test('that hides a variant behind another, by Vary, is not said to have forgotten it', () => {
    const vary = { vary: 'Accept-Encoding' };
    const script = inTurn({
      'probe gzip': [stored('"1-gzip"', vary), 504],
      'probe plain': [stored('"1"', vary), 504],
      'purge gzip': [200],
      'purge plain': [404],
    });
    expect(converse(nginx([gzip, plain], setting), script).end).toMatchObject({
      undone: 'unsupported',
      message: expect.stringContaining('by Vary'),
    });
  });

  test('that may not be probed is told only', () => {
    const { end, asked } = converse(nginx([gzip, plain], { ...setting, mayProbe: false }), inTurn({ purge: [200, 404] }));
    expect(asked).toEqual(['purge gzip, purge plain']);
    expect(end).toEqual({ deed: 'deleted', statuses: [200, 404], after: 'unasked' });
  });
});
