import type { Answer } from '../../wire/actions.ts';

/** A node of DescribeUcdnNode that has nothing to do; a test gives it its name. */
export const idleNode: Omit<Answer<'DescribeUcdnNode'>['NodeList'][number], 'Name'> = {
  Layer: 'edge',
  Cache: 'nginx',
  Concurrency: 64,
  Domains: ['cdn.example.com'],
  InFlight: 0,
  Waiting: 0,
  Succeeded: '0',
  Failed: '0',
  Bytes: '0',
  Paused: false,
  LedgerState: 'ready',
  LedgerSince: 1_800_000_000,
  LedgerOpenUrls: 0,
};
