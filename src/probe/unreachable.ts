/** Nothing that speaks HTTP could be had at the address. `hints` say what to try. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly hints: readonly string[];

  constructor(message: string, hints: readonly string[] = []) {
    super(message);
    this.hints = hints;
  }
}

type Spoken = { readonly message: string; readonly hint?: string };

const byCode: Readonly<Record<string, Spoken>> = {
  ECONNREFUSED: { message: 'connection refused: nothing listens there' },
  ENOTFOUND: { message: 'that name is not known to the resolver' },
  EAI_AGAIN: { message: 'the resolver does not answer' },
  EHOSTUNREACH: { message: 'there is no way to that host' },
  ENETUNREACH: { message: 'there is no way to that network' },
  ETIMEDOUT: { message: 'no connection came about in time' },
  ECONNRESET: { message: 'the connection was closed before there was an answer' },
  EPIPE: { message: 'the connection was closed before there was an answer' },
  HPE_HEADER_OVERFLOW: { message: 'it answered with more than 64 KiB of headers' },
  EPROTO: { message: 'it does not speak TLS there', hint: 'Is it an http:// address?' },
};

/** What a failed request means, in words. `scheme`: how the address is spoken to. */
export function unreachable(error: unknown, scheme: 'http' | 'https'): Unreachable {
  if (error instanceof Unreachable) return error;
  const code = codeOf(error);
  const known = byCode[code];
  if (known !== undefined) return new Unreachable(known.message, known.hint === undefined ? [] : [known.hint]);
  if (code.startsWith('HPE_')) {
    return new Unreachable('it answered, but not in HTTP/1.1', scheme === 'http' ? ['Does this port speak TLS? Then write https://.'] : []);
  }
  // What OpenSSL says of a peer that is no TLS peer, or none that fits.
  if (code.startsWith('ERR_SSL_')) return new Unreachable(`no TLS with it (${code})`, ['Is it an http:// address?']);
  return new Unreachable(error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
