import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { AuditTrail } from '../control/audit/audittrail.ts';
import type { Callbacks } from '../control/callbacks/callbacks.ts';
import type { Control } from '../control/control.ts';
import type { MadeKeys } from '../control/keys/madekeys.ts';
import { apiError, type ApiError } from '../wire/apierror.ts';
import { Access } from './access/access.ts';
import { plainAddress } from './access/addresses.ts';
import { BodyReader } from './http/body.ts';
import { Calls } from './calls.ts';
import { Connections } from './http/connections.ts';
import { Readiness } from './http/health.ts';
import { bind, createListener } from './http/listener.ts';
import { Load } from './http/load.ts';
import type { Log } from './log.ts';
import { createMetricsListener } from './http/metricslistener.ts';
import type { ApiOptions } from './options.ts';
import type { Observe } from './record.ts';
import { createRoutes, type Routes } from './routes.ts';
import { readSettings, type Settings } from './settings.ts';
import { defaultTimings, type Timings } from './timings.ts';
import { answerSocket, faultOfRequest } from './http/unreadable.ts';

export type ApiDeps = {
  control: Control;
  madeKeys: MadeKeys;
  audit: AuditTrail;
  callbacks: Pick<Callbacks, 'read' | 'redeliver'>;
  options: ApiOptions;
  log: Log;
  /** Milliseconds since 1970. */
  clock?: () => number;
  /** The text of /metrics; absent: there is none. */
  metricsText?: () => Promise<string>;
  /** Where the built console is, which may not be there yet; absent: /console/ is nothing. */
  consoleFolder?: string;
  observe?: Observe;
  /** Tests shorten them. */
  timings?: Partial<Timings>;
};

export interface Api {
  /** Binds `host:port` (port 0: any free one) and answers from then on. Resolves to the URL; rejects when it can't be bound. */
  listen(address: string): Promise<string>;
  /**
   * Replaces keys, projects, limits, proxies and certificate; calls on their way end by the old ones.
   * Throws an Error that names what can't be read, and changes nothing then.
   */
  reconfigure(options: ApiOptions): void;
  /** Whether /readyz would answer 200. */
  isReady(): Promise<boolean>;
  /** Takes no more connections, lets calls on their way end within `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

/** Throws an Error that names the option which can't be read. */
export function createApi(deps: ApiDeps): Api {
  return new HttpApi(deps);
}

class HttpApi implements Api {
  readonly #deps: ApiDeps;
  readonly #timings: Timings;
  readonly #connections = new Connections();
  readonly #bodies: BodyReader;
  readonly #load: Load;
  readonly #access: Access;
  readonly #calls: Calls;
  readonly #readiness: Readiness;
  #options: ApiOptions;
  #settings: Settings;
  #server: Server | TlsServer | undefined;
  #metricsServer: Server | undefined;
  #boundHost: string | undefined;
  #isStopping = false;

  constructor(deps: ApiDeps) {
    const { control, madeKeys, audit, callbacks, options, log, observe } = deps;
    this.#deps = deps;
    this.#timings = { ...defaultTimings, ...deps.timings };
    const settings = readSettings(options, madeKeys);
    this.#options = options;
    this.#settings = settings;
    this.#load = new Load(settings.load);
    this.#bodies = new BodyReader(this.#load);
    this.#access = new Access(settings, settings.limits.requestsPerSecond);
    this.#readiness = new Readiness(control, this.#timings.readyMs);
    this.#calls = new Calls({
      control,
      madeKeys,
      audit,
      callbacks,
      access: this.#access,
      bodies: this.#bodies,
      load: this.#load,
      log,
      observe,
      clock: deps.clock ?? Date.now,
      timings: this.#timings,
      settings: () => this.#settings,
    });
    madeKeys.onChanged(() => {
      this.#settings = readSettings(this.#options, madeKeys);
      this.#access.replaceKeys(this.#settings);
    });
  }

  async listen(address: string): Promise<string> {
    const { options, log, metricsText } = this.#deps;
    const routes = await this.#createRoutes();
    const server = createListener(options.tls, this.#timings.requestMs, {
      request: (request, response) => this.#request(routes, request, response),
      unreadable: (fault, socket) => this.#unreadable(fault, socket),
      tunnel: (socket) => this.#refuse(socket, apiError('actionUnknown', { detail: 'accepted is GET or POST of /' })),
    });
    const bound = await bind(server, address);
    server.on('error', (fault) => log.error({ err: fault }, 'listener failed'));
    this.#server = server;
    this.#boundHost = bound.host;
    if (options.metricsAddress !== undefined && metricsText !== undefined) {
      this.#metricsServer = createMetricsListener(metricsText, (fault) => log.error({ err: fault }, '/metrics failed'));
      try {
        const bound = await bind(this.#metricsServer, options.metricsAddress);
        log.info({ url: `${urlOf('http', bound)}/metrics` }, 'metrics listen');
      } catch (error) {
        await this.close(0);
        throw error;
      }
    }
    return urlOf(options.tls === undefined ? 'http' : 'https', bound);
  }

  reconfigure(options: ApiOptions): void {
    const settings = readSettings(options, this.#deps.madeKeys);
    const { tls } = options;
    const isTls = this.#server instanceof TlsServer;
    if (this.#server !== undefined && isTls !== (tls !== undefined)) throw new Error('TLS can be switched on or off by a restart only');
    if (this.#server instanceof TlsServer && tls !== undefined) {
      const context = { cert: tls.certPem, key: tls.keyPem };
      // Throws on a pair that does not fit, before anything has changed.
      createSecureContext(context);
      this.#server.setSecureContext(context);
    }
    this.#options = options;
    this.#settings = settings;
    this.#load.reconfigure(settings.load);
    this.#access.reconfigure(settings, settings.limits.requestsPerSecond);
  }

  isReady(): Promise<boolean> {
    return this.#readiness.isReady(this.#isStopping);
  }

  async close(graceMs: number): Promise<void> {
    this.#isStopping = true;
    await Promise.all(
      [this.#server, this.#metricsServer].flatMap((server) => (server?.listening === true ? [closed(server, graceMs)] : [])),
    );
  }

  #createRoutes(): Promise<Routes> {
    const { control, options, log, metricsText, consoleFolder } = this.#deps;
    return createRoutes({
      control,
      calls: this.#calls,
      readiness: this.#readiness,
      version: options.version,
      isStopping: () => this.#isStopping,
      log,
      metricsHost: () => (options.metricsAddress === undefined ? this.#boundHost : undefined),
      metricsText,
      consoleFolder,
    });
  }

  #request(routes: Routes, request: IncomingMessage, response: ServerResponse): void {
    this.#connections.enter(request, response);
    if (this.#isStopping) response.setHeader('Connection', 'close');
    // A connection that was busy when `close` was called is not reaped by Node when it falls idle.
    response.once('close', () => {
      if (this.#isStopping) setImmediate(() => this.#server?.closeIdleConnections());
    });
    routes(request, response);
  }

  /**
   * Bytes that can't be read as HTTP. If they belong to the body of a request, that request is answered with
   * the fault; else they stand for a request of their own, whose answer waits for those before it.
   */
  #unreadable(fault: NodeJS.ErrnoException, socket: Duplex): void {
    const isLate = fault.code === 'ERR_HTTP_REQUEST_TIMEOUT';
    const isSilent = isLate && socket instanceof Socket && socket.bytesRead === 0;
    // All else (ECONNRESET, EPIPE, TLS) is a connection that broke.
    const isOfRequest = isLate || fault.code?.startsWith('HPE_') === true;
    if (!isOfRequest || isSilent || socket.destroyed) {
      socket.destroy();
      return;
    }
    // Whatever else the client sends is unreadable too, and told as such by Node each time.
    if (!this.#connections.isFirstFault(socket)) return;
    const incoming = this.#connections.incoming(socket);
    if (incoming !== undefined && this.#bodies.break(incoming, fault)) return;
    this.#connections.whenIdle(socket, () => this.#refuse(socket, faultOfRequest(fault)));
  }

  #refuse(socket: Duplex, error: ApiError): void {
    const address = plainAddress((socket instanceof Socket && socket.remoteAddress) || 'unknown');
    const { requestId, text } = this.#calls.unreadable(address, error);
    answerSocket(socket, requestId, text);
  }
}

function urlOf(scheme: string, { host, port }: { host: string; port: number }): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function closed(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
