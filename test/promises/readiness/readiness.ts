import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import * as z from 'zod';
import { body, type Behaviour } from '../../../lab/behaviours.ts';
import type { LabEdge } from '../../../lab/edge.ts';
import type { LabForewarm } from '../../../lab/forewarm.ts';
import { waitForTask } from '../../../src/client/index.ts';

export const host = 'cdn.test';
export const keepWarm = { hours: 1, maxUrls: 1000 };
export const paths = Array.from({ length: 12 }, (_, index) => `/${index}`);

export function url(path: string): string {
  return `http://${host}${path}`;
}

export function version(name: string): Behaviour {
  return body({ version: name, headers: { 'Cache-Control': 'max-age=3600' } });
}

export function nodeOf(name: string, edge: LabEdge, more: object = {}): Record<string, unknown> {
  return { name, address: edge.address, cache: edge.cache, onlyIfCached: true, purge: {}, ...more };
}

export async function prefetch(forewarm: LabForewarm, urls: readonly string[]): Promise<string> {
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: urls.map(url) });
  return TaskId;
}

export async function warm(forewarm: LabForewarm, urls: readonly string[] = paths): Promise<void> {
  expect((await waitForTask(forewarm.client, await prefetch(forewarm, urls), { pollMs: 50 })).Status).toBe('success');
}

export async function refresh(forewarm: LabForewarm, urls: readonly string[]): Promise<string> {
  const { TaskId } = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: urls.map(url) });
  return TaskId;
}

const readiness = z.object({ state: z.string() });

/** What a balancer is told of a node, as `200 ready`. */
export async function told(forewarm: LabForewarm, node = 'edge'): Promise<string> {
  const answer = await fetch(`${forewarm.endpoint}/readyz/nodes/${node}`);
  return `${answer.status} ${readiness.parse(await answer.json()).state}`;
}

export async function becomes(forewarm: LabForewarm, answer: string, node = 'edge'): Promise<void> {
  await expect.poll(() => told(forewarm, node), { timeout: 30_000, interval: 20 }).toBe(answer);
}

/** Asks as fast as it can until the node is ready; all that was told on the way, each once. */
export async function toldUntilReady(forewarm: LabForewarm, node = 'edge'): Promise<string[]> {
  const all = new Set<string>();
  for (;;) {
    all.add(await told(forewarm, node));
    if (all.has('200 ready')) return [...all];
    await delay(5);
  }
}

/** By the cache's own word, at this moment. */
export async function hits(edge: LabEdge, urls: readonly string[] = paths): Promise<string[]> {
  const asked = await Promise.all(urls.map(async (path) => ((await edge.get(host, path)).hit ? path : '')));
  return asked.filter((path) => path !== '');
}
