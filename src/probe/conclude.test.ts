import { describe, expect, test } from 'vitest';
import type { Judged } from '../edge/verdict/judge.ts';
import type { Word } from '../edge/verdict/word.ts';
import { conclude } from './conclude.ts';
import type { Answer } from './exchange.ts';
import type { CacheFindings, Look, ObjectFindings } from './findings.ts';

const likely: Judged = { verdict: 'stored-likely', because: 'max-age=60 lets it be stored' };
const forbidden: Judged = { verdict: 'uncacheable', because: 'no-store: it may not be stored', rule: 'no-store' };
const nginx: CacheFindings = { name: 'nginx', signs: [{ cache: 'nginx', said: 'Server: nginx' }] };

function look(judged: Judged, is?: Word['is'], answer: Partial<Answer> = {}): Look {
  const whole: Answer = {
    status: 200,
    httpVersion: '1.1',
    headers: {},
    nowMs: 0,
    firstByteMs: 1,
    tookMs: 1,
    bodyBytes: 1,
    body: 'whole',
    ...answer,
  };
  return { answer: whole, judged, ...(is !== undefined && { word: { is, said: `X: ${is}` } }) };
}

function of(first: Look, second?: Look, proof?: ObjectFindings['proof']): ObjectFindings {
  return { first, rules: first.judged, varies: [], ...(second !== undefined && { second }), ...(proof !== undefined && { proof }) };
}

describe('What two GETs come to', () => {
  test('a copy that was found in store counts more than anything that was said before', () => {
    const proven: Judged = { verdict: 'hit-proven', because: 'only-if-cached was answered from store' };
    expect(conclude(of(look(likely, 'miss'), look(likely, 'miss'), proven), nginx, 'honoured')).toMatchObject({ inCache: 'proven' });
  });

  test('nothing in store counts more than what the rules allow, and the rule that forbids it is named', () => {
    const stored = conclude(of(look(likely), look(likely), 'absent'), nginx, 'honoured');
    expect(stored).toEqual({ inCache: 'no', because: 'only-if-cached finds nothing in store, after two GETs' });
    const refused = conclude(of(look(forbidden), look(forbidden), 'absent'), nginx, 'honoured');
    expect(refused.because).toContain('no-store: it may not be stored');
  });

  test('a second miss is none, though it might be stored', () => {
    expect(conclude(of(look(likely, 'miss'), look(likely, 'miss')), nginx, 'deaf')).toMatchObject({ inCache: 'no' });
  });

  test('a cache that says nothing has it by its rules, and a server that is none has nothing', () => {
    expect(conclude(of(look(likely), look(likely)), nginx, 'deaf')).toMatchObject({ inCache: 'likely' });
    expect(conclude(of(look(likely), look(likely)), { signs: [] }, 'deaf')).toMatchObject({ inCache: 'no' });
    expect(conclude(of(look(likely), look(likely)), { signs: [] }, 'honoured')).toMatchObject({ inCache: 'likely' });
  });

  test('an error, a cut body and one that was not read are told as such', () => {
    expect(conclude(of(look(likely, 'miss', { status: 503 })), nginx, 'deaf')).toEqual({
      inCache: 'no',
      because: 'the edge answered with status 503',
    });
    expect(conclude(of(look(likely, 'miss', { body: 'cut' })), nginx, 'deaf')).toMatchObject({ inCache: 'no' });
    expect(conclude(of(look(likely, 'miss', { body: 'left' })), nginx, 'deaf')).toEqual({
      inCache: 'likely',
      because: 'max-age=60 lets it be stored; its body was not read',
    });
  });
});
