import { isIP } from 'node:net';
import { checkServerIdentity, connect, getCACertificates, type ConnectionOptions, type PeerCertificate } from 'node:tls';
import type { ProbeOptions } from './options.ts';
import { Unreachable, unreachable } from './unreachable.ts';

/** What an https address shows before anything is asked of it. */
export type TlsLook = {
  /** `TLSv1.3` */
  readonly protocol: string;
  /** HTTP/2 is offered; forewarm speaks HTTP/1.1 to nodes. */
  readonly offersHttp2: boolean;
  readonly isTrusted: boolean;
  /** Why it is not, in OpenSSL's word or Node's sentence. */
  readonly distrust?: string;
  /** DNS names and addresses that the certificate is for. */
  readonly names: readonly string[];
  readonly issuer: string;
  /** As the certificate has it, `Oct 31 16:52:27 2126 GMT`. */
  readonly validTo: string;
};

type TlsSettings = Pick<ConnectionOptions, 'servername' | 'rejectUnauthorized' | 'ca' | 'checkServerIdentity'>;

/** SNI and the name that the certificate must have are the URL's host; what is dialled plays no part. */
export function tlsOptions({ url, tls }: ProbeOptions): TlsSettings & { servername: string } {
  return {
    servername: isIP(url.host) === 0 ? url.host : '',
    rejectUnauthorized: tls.verify,
    checkServerIdentity: (_name, certificate) => checkServerIdentity(url.host, certificate),
    ...(tls.caPem !== undefined && { ca: [...getCACertificates('default'), tls.caPem] }),
  };
}

/** A handshake and nothing else; takes any certificate, in order to tell of it. */
export function lookAtTls(options: ProbeOptions): Promise<TlsLook> {
  const { address, timeoutMs, signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<TlsLook>();
  const socket = connect({
    ...tlsOptions(options),
    host: address.host,
    port: address.port,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  socket.setTimeout(timeoutMs, () =>
    socket.destroy(new Unreachable(`no TLS handshake within ${timeoutMs / 1000} s`, ['--timeout waits longer.'])),
  );
  socket.once('error', (error) => reject(unreachable(error, 'https')));
  socket.once('close', () => {
    signal.removeEventListener('abort', stop);
    // Too late for one of the two that came before.
    reject(
      signal.aborted ? signal.reason : new Unreachable('the connection was closed within the TLS handshake', ['Is it an http:// address?']),
    );
  });
  socket.once('secureConnect', () => {
    const certificate = socket.getPeerCertificate();
    resolve({
      protocol: socket.getProtocol() ?? 'TLS',
      offersHttp2: socket.alpnProtocol === 'h2',
      isTrusted: socket.authorized,
      ...(!socket.authorized && { distrust: distrustOf(socket.authorizationError) }),
      names: namesOf(certificate),
      issuer: first(certificate.issuer?.CN) ?? first(certificate.issuer?.O) ?? '',
      validTo: certificate.valid_to ?? '',
    });
    socket.destroy();
  });
  return promise;
}

function distrustOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string[] {
  const names = (subjectaltname ?? '')
    .split(', ')
    .map((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1])
    .filter((name) => name !== undefined);
  const common = first(subject?.CN);
  return names.length > 0 || common === undefined ? names : [common];
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value[0];
}
