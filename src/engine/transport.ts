import type { Scheme } from '../tasks/url.ts';

/**
 * How requests get to a node. The engine knows no more of HTTP than this, so that another transport
 * can take undici's place (pipelined plain sockets measured twice as fast on small objects).
 */
export interface Transport {
  /** Sends one request; tells `sink` of it until `ended` or `failed`, one of which comes exactly once. Never throws. */
  get(request: GetRequest, sink: ResponseSink): void;
  /** Takes no more requests; those that run end as if nothing was. Resolves after the last. */
  close(): Promise<void>;
  /** Ends all at once: those that run fail. */
  destroy(): Promise<void>;
}

export type GetRequest = {
  /** Default GET. */
  method?: string;
  scheme: Scheme;
  /** No other request is to go over its connection, since the node may end it (nginx does, behind a HEAD that fills). */
  isLast?: boolean;
  /** The URL's host: SNI, and the name the certificate must have. Never what is dialled. */
  host: string;
  /** Path and query, sent byte for byte. */
  path: string;
  /** Name, value, name, value …, Host among them. Shared among requests: not to be changed. */
  headers: string[];
};

/** A response as it comes in. Nothing of its body is kept, but by a sink that takes its bytes. */
export interface ResponseSink {
  /** It goes out over a connection now. May be told again when it has to be sent anew. */
  sent(flow: Flow): void;
  /** 1xx; each call is one of them. */
  interim(): void;
  headers(status: number, headers: ResponseHeaders): void;
  data(sizeBytes: number): void;
  /** What `data` tells the size of, just before it does. Not to be held on to: a copy may be. */
  bytes?(chunk: Uint8Array): void;
  ended(): void;
  failed(error: unknown): void;
}

/** Names in lower case; a repeated header as an array. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

export interface Flow {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

/** What a transport to a node is made of. */
export type TransportOptions = {
  /** By the URL's scheme: where it is dialled, `http://host:port` or `https://host:port`. */
  addresses: { http?: string | undefined; https?: string | undefined };
  /** Requests at once, at most. */
  connections: number;
  connectMs: number;
  tls: { caPem?: string; verify: boolean };
};

export type MakeTransport = (options: TransportOptions) => Transport;
