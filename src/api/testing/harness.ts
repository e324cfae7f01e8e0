import { hash } from 'node:crypto';
import { connect } from 'node:net';
import type { JsonValue, Params } from '../../wire/json.ts';
import { stringToSign } from '../../wire/sign.ts';
import { type Api, type ApiDeps, createApi } from '../api.ts';
import type { ApiOptions, KeyOptions } from '../options.ts';
import { FakeCallbacks } from './fakecallbacks.ts';
import { FakeControl } from './fakecontrol.ts';
import { FakeAuditStore, keysInMemory } from './fakekeys.ts';

export const mainKey: KeyOptions = {
  publicKey: 'main-public',
  privateKey: 'main-private-5up3r',
  account: 'main',
  projects: 'all',
  actions: ['*'],
  allowIps: [],
};

export const subKey: KeyOptions = {
  ...mainKey,
  publicKey: 'sub-public',
  privateKey: 'sub-private-5up3r',
  account: 'sub',
  projects: ['org-main'],
};

export const baseOptions: ApiOptions = {
  version: '1.2.3',
  projects: [
    { id: 'org-main', name: 'Main', default: true, createdAtS: 1_700_000_000 },
    { id: 'org-other', name: 'Other', default: false },
  ],
  keys: [mainKey, subKey],
  limits: { bodyBytes: 1024 * 1024, duplicateWindowMs: 10_000, requestsPerSecond: 0 },
  trustedProxies: [],
  inForce: { sinceMs: 1_700_000_000_000, configuration: { timezone: 'UTC' } },
};

export type LogLine = { level: 'info' | 'warn' | 'error'; fields: ReadonlyMap<string, unknown>; message: string };

export type Answer = { status: number; requestId: string; headers: Headers; text: string; json: Record<string, unknown> };

/** A running API over a fake control, on a free port; ends with the scope (`await using`). */
export class Harness {
  readonly url: string;
  readonly api: Api;
  readonly control: FakeControl;
  readonly lines: LogLine[];
  readonly calls: { action: string; retCode: number; requestId: string }[];
  readonly auditLog: FakeAuditStore;

  private constructor(url: string, api: Api, control: FakeControl, lines: LogLine[], calls: Harness['calls'], auditLog: FakeAuditStore) {
    this.url = url;
    this.api = api;
    this.control = control;
    this.lines = lines;
    this.calls = calls;
    this.auditLog = auditLog;
  }

  static async start(deps: Partial<Omit<ApiDeps, 'control' | 'log'>> = {}, address = '127.0.0.1:0'): Promise<Harness> {
    const control = new FakeControl();
    control.domains.set('cdn.example.com', { project: 'org-main', nodes: ['edge-a'] });
    control.domains.set('other.example.com', { project: 'org-other', nodes: ['edge-b'] });
    const lines: LogLine[] = [];
    const calls: Harness['calls'] = [];
    const log = (level: LogLine['level']) => (fields: object, message: string) => {
      lines.push({ level, fields: new Map(Object.entries(fields)), message });
    };
    const auditLog = new FakeAuditStore();
    const fixed = (deps.options ?? baseOptions).keys.map(({ publicKey }) => publicKey);
    const api = createApi({
      options: baseOptions,
      madeKeys: await keysInMemory({ fixed, masterKey: '0a'.repeat(32) }),
      audit: auditLog.trail(),
      callbacks: new FakeCallbacks(),
      ...deps,
      control,
      log: { info: log('info'), warn: log('warn'), error: log('error') },
      observe: (action, retCode, _durationMs, requestId) => calls.push({ action, retCode, requestId }),
    });
    return new Harness(await api.listen(address), api, control, lines, calls, auditLog);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.close(0);
  }

  /** A signed POST as a form, the way the Python SDK sends it. */
  call(params: Record<string, string>, key: KeyOptions = mainKey): Promise<Answer> {
    return this.post(new URLSearchParams(signed(params, key)).toString(), 'application/x-www-form-urlencoded');
  }

  post(body: string, contentType?: string, target = '/'): Promise<Answer> {
    return this.fetch(target, {
      method: 'POST',
      body: Buffer.from(body),
      ...(contentType !== undefined && { headers: { 'Content-Type': contentType } }),
    });
  }

  async fetch(target: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.url + target, init);
    const text = await response.text();
    const requestId = response.headers.get('X-UCLOUD-REQUEST-UUID') ?? '';
    const json: Record<string, unknown> = text.startsWith('{') ? JSON.parse(text) : {};
    return { status: response.status, requestId, headers: response.headers, text, json };
  }

  /** Sends bytes over a plain socket and resolves to all that comes until the server closes or `isEnough` says so. */
  raw(bytes: string | Buffer, isEnough: (received: string) => boolean = () => false): Promise<string> {
    return new Promise((resolve) => {
      let received = '';
      const socket = connect(this.port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => {
        received += chunk.toString();
        if (isEnough(received)) socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(received));
    });
  }

  /** The log line of one request. */
  lineOf(requestId: string): LogLine | undefined {
    return this.lines.find((line) => line.fields.get('requestId') === requestId && line.message === 'call');
  }
}

/** Adds PublicKey and Signature. */
export function signed<V extends JsonValue>(params: Record<string, V>, key: KeyOptions = mainKey): Record<string, V | string> {
  const all: Record<string, V | string> = { ...params, PublicKey: key.publicKey };
  return { ...all, Signature: signatureOf(new Map(Object.entries(all)), key.privateKey) };
}

export function signatureOf(params: Params, privateKey: string): string {
  return hash('sha1', stringToSign(params, privateKey));
}
