import { describe, expect, test } from 'vitest';
import { errors } from 'undici';
import type { Reason } from '../tasks/outcome.ts';
import { failureOf, type Phase } from './reason.ts';

function coded(code: string, message = 'a message'): Error {
  return Object.assign(new Error(message), { code });
}

function closed(message: string): Error {
  return new errors.SocketError(message);
}

/** As undici 8.13 makes them: no code. */
function unreadable(why: string): Error {
  return new errors.HTTPParserError(`Response does not match the HTTP/1.1 protocol (${why})`);
}

/** Errors of undici's own classes (8.13) and of Node's net, tls, dns (24). */
const known: [error: unknown, phase: Phase, reason: Reason, passing: boolean, message: RegExp][] = [
  [coded('ECONNREFUSED'), 'connecting', 'connect', true, /nothing listens/],
  [coded('EHOSTUNREACH'), 'connecting', 'connect', true, /no route to the host/],
  [coded('ENETUNREACH'), 'connecting', 'connect', true, /no route to the network/],
  [coded('EADDRNOTAVAIL'), 'connecting', 'connect', true, /no local address/],
  [coded('ECONNRESET', 'read ECONNRESET'), 'connecting', 'connect', true, /read ECONNRESET/],
  [coded('ECONNRESET', 'read ECONNRESET'), 'waiting', 'connect', true, /before a response came/],
  [coded('EPIPE'), 'waiting', 'connect', true, /before a response came/],
  [closed('other side closed'), 'waiting', 'connect', true, /before a response came/],
  [closed('closed'), 'waiting', 'connect', true, /before a response came/],
  [new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')], ''), 'connecting', 'connect', true, /nothing listens/],
  [new errors.ConnectTimeoutError('late'), 'connecting', 'timeout', true, /connectMs/],
  [coded('ETIMEDOUT'), 'connecting', 'timeout', true, /ETIMEDOUT/],
  [coded('ENOTFOUND'), 'connecting', 'dns', true, /does not resolve/],
  [coded('EAI_AGAIN'), 'connecting', 'dns', true, /does not resolve/],
  [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'connecting', 'tls', false, /not trusted/],
  [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'connecting', 'tls', false, /not trusted/],
  [coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'connecting', 'tls', false, /not trusted/],
  [coded('CERT_HAS_EXPIRED'), 'connecting', 'tls', false, /CERT_HAS_EXPIRED/],
  [coded('ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname does not match'), 'connecting', 'tls', false, /other names: Hostname/],
  [coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'connecting', 'tls', false, /no TLS handshake/],
  [coded('EPROTO'), 'connecting', 'tls', false, /no TLS handshake/],
  [
    coded('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
    'connecting',
    'tls',
    true,
    /in the TLS handshake/,
  ],
  [new errors.ResponseContentLengthMismatchError(), 'body', 'truncated', true, /after 100 of 4096 bytes/],
  [coded('HPE_INVALID_EOF_STATE'), 'body', 'truncated', true, /after 100 of 4096 bytes/],
  [closed('other side closed'), 'body', 'truncated', true, /after 100 of 4096 bytes/],
  [coded('ECONNRESET'), 'body', 'truncated', true, /after 100 of 4096 bytes/],
  [coded('ETIMEDOUT'), 'body', 'truncated', true, /after 100 of 4096 bytes/],
  [unreadable('Invalid EOF state'), 'body', 'truncated', true, /after 100 of 4096 bytes/],
  [unreadable('Invalid character in chunk size'), 'body', 'protocol', false, /Invalid character in chunk size/],
  [unreadable('Expected HTTP/, RTSP/ or ICE/'), 'waiting', 'protocol', false, /not HTTP/],
  [coded('HPE_INVALID_CHUNK_SIZE'), 'body', 'protocol', false, /not HTTP/],
  [new errors.ResponseContentLengthMismatchError(), 'waiting', 'protocol', false, /not HTTP/],
  [new errors.HeadersOverflowError(), 'waiting', 'protocol', false, /too large/],
  [closed('bad response'), 'waiting', 'protocol', false, /interim response/],
  [closed('bad upgrade'), 'waiting', 'protocol', false, /interim response/],
  [coded('EMFILE'), 'connecting', 'internal', true, /out of resources/],
  [new errors.InvalidArgumentError('invalid X-Y header'), 'connecting', 'internal', false, /invalid X-Y header/],
  [new TypeError('oops'), 'body', 'internal', false, /oops/],
  ['a string', 'waiting', 'internal', false, /a string/],
  [undefined, 'waiting', 'internal', false, /undefined/],
];

describe('what an error means', () => {
  test.each(known)('%s while %s is %s (passing: %s)', (error, phase, reason, passing, message) => {
    const failure = failureOf(error, { phase, peer: '127.0.0.1:8081', receivedBytes: 100, expectedBytes: 4096 });
    expect(failure).toMatchObject({ reason, passing, message: expect.stringMatching(message) });
  });

  test('what keeps a response from beginning counts towards the node’s being down, but for a certificate of one host', () => {
    for (const [error, phase, reason] of known) {
      const { isNodes = false, message } = failureOf(error, { phase, peer: 'x:1', receivedBytes: 100, expectedBytes: 4096 });
      const isExpected = ['connect', 'dns', 'tls', 'timeout'].includes(reason) && !message.includes('for other names');
      expect([message, isNodes]).toEqual([message, isExpected]);
    }
  });

  test('a body of unknown length that breaks off tells what came', () => {
    const failure = failureOf(coded('ECONNRESET'), { phase: 'body', peer: 'x:1', receivedBytes: 7, expectedBytes: undefined });
    expect(failure.message).toBe('the body broke off after 7 bytes');
  });

  test('a message from outside is cut and cleaned', () => {
    const failure = failureOf(new Error(`a\nb${'x'.repeat(10_000)}`), {
      phase: 'waiting',
      peer: 'x:1',
      receivedBytes: 0,
      expectedBytes: undefined,
    });
    expect(failure.message).toMatch(/^a\?bx+…$/);
    expect(failure.message.length).toBe(200);
  });
});
