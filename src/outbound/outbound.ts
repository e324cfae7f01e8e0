import { lookup as systemLookup } from 'node:dns/promises';
import { Agent, type Dispatcher } from 'undici';
import type { GetAnswer, GetOrder, PostAnswer, PostOrder } from './answers.ts';
import { guardedConnector, type Lookup } from './connector.ts';
import { failedBy } from './failed.ts';
import { getFollowing } from './get.ts';
import { AddressRule } from './rule.ts';

export type OutboundOptions = {
  userAgent: string;
  /** Addresses and CIDRs that may be dialled beside public ones. */
  allowAddresses: readonly string[];
  /** Tests hand in their own. */
  lookup?: Lookup;
};

/** HTTP out to addresses that users name: whatever is dialled is checked (rule.ts), and no proxy of the environment is asked. */
export interface Outbound {
  post(order: PostOrder): Promise<PostAnswer>;
  /** Follows a few redirects, each checked like the first address. */
  get(order: GetOrder): Promise<GetAnswer>;
  /** Counts for what is dialled from now on. */
  reconfigure(options: { allowAddresses: readonly string[] }): void;
  /** Ends what is on its way. */
  close(): Promise<void>;
}

const connectMs = 10_000;
const keepAliveMs = 10_000;
/** Of an answer nobody reads: the connection serves again when no more than this is left of it. */
const dumpedBytes = 16_384;

export function createOutbound({ userAgent, allowAddresses, lookup = allAddresses }: OutboundOptions): Outbound {
  let agent = agentFor(allowAddresses, lookup);
  const retired = new Set<Agent>();

  type Sent = { method: 'GET' | 'POST'; headers: Readonly<Record<string, string>>; body?: string; signal: AbortSignal };
  async function send({ headers, ...rest }: Sent, url: string): Promise<Dispatcher.ResponseData> {
    const { origin, pathname, search } = new URL(url);
    const all = { 'user-agent': userAgent, accept: '*/*', 'accept-encoding': 'identity', ...headers };
    return agent.request({ ...rest, origin, path: `${pathname}${search}`, headers: all });
  }

  return {
    async post({ url, headers, body, timeoutMs, signal }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const ended = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
      try {
        const answer = await send({ method: 'POST', headers, body, signal: ended }, url);
        answer.body.dump({ limit: dumpedBytes }).catch(() => {});
        const retryAfter = answer.headers['retry-after'];
        return { kind: 'answered', status: answer.statusCode, ...(typeof retryAfter === 'string' && { retryAfter }) };
      } catch (error) {
        return failedBy(error, timeout.aborted, timeoutMs);
      }
    },
    async get(order) {
      const timeout = AbortSignal.timeout(order.timeoutMs);
      const ended = order.signal === undefined ? timeout : AbortSignal.any([timeout, order.signal]);
      try {
        return await getFollowing(order, (url) => send({ method: 'GET', headers: order.headers ?? {}, signal: ended }, url));
      } catch (error) {
        return failedBy(error, timeout.aborted, order.timeoutMs);
      }
    },
    reconfigure(next) {
      const before = agent;
      agent = agentFor(next.allowAddresses, lookup);
      retired.add(before);
      void before.close().finally(() => retired.delete(before));
    },
    async close() {
      await Promise.all([agent, ...retired].map((each) => each.destroy()));
    },
  };
}

function agentFor(allowAddresses: readonly string[], lookup: Lookup): Agent {
  return new Agent({
    connect: guardedConnector(new AddressRule(allowAddresses), lookup, connectMs),
    allowH2: false,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    // Each order has a time of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function allAddresses(hostname: string): ReturnType<Lookup> {
  return systemLookup(hostname, { all: true });
}
