import type { z } from 'zod';
import { callbackSchema, keySchema, projectSchema } from './access.ts';
import { listenAddress } from './address.ts';
import { domainSchema } from './domain.ts';
import { fromText, leaf, oneOf, Refused, secret, yesNo } from './leaf.ts';
import { addressRange } from './network.ts';
import { nodeDefaultsSchema, nodeSchema } from './node.ts';
import { milliseconds, anyNumber, sizeBytes, wholeNumber } from './quantity.ts';
import { listOf, nonEmptyListOf, section } from './section.ts';

const pemFile = 'a path to a PEM file, or its text';

const listen = section({
  address: listenAddress().prefault('127.0.0.1:8460').describe('Port 0 takes any free one.'),
  tls: section({
    cert: secret(
      pemFile,
      fromText((text) => text),
    ).describe('The certificate, with what leads to its root.'),
    key: secret(
      pemFile,
      fromText((text) => text),
    ).describe('Its private key.'),
  })
    .exactOptional()
    .describe('Serves https.'),
  trustedProxies: listOf(addressRange(), 'a list such as [10.0.0.0/8]')
    .default([])
    .describe('Addresses whose X-Forwarded-For is believed, for `allowIps` and the log.'),
  metrics: listenAddress().exactOptional().describe('Serves /metrics at an address of its own.'),
  plaintext: yesNo().default(false).describe('True: an address beyond loopback may be served without tls.'),
});

const store = leaf(
  'sqlite:PATH such as sqlite:./data/forewarm.db',
  fromText((text): { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string } | Refused => {
    if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text };
    const path = /^sqlite:(.+)$/.exec(text)?.[1];
    if (path === undefined) return new Refused();
    return path.includes(':memory:') ? new Refused('would lose every task with the process') : { kind: 'sqlite', path };
  }),
);

const queue = leaf(
  'local',
  fromText((text): { kind: 'local' } | { kind: 'nats'; url: string } | Refused => {
    if (text.startsWith('nats://')) return { kind: 'nats', url: text };
    return text === 'local' ? { kind: 'local' } : new Refused();
  }),
);

const timezone = leaf(
  'a name of the time zone database such as Asia/Shanghai or UTC',
  fromText((text) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone === '' ? new Refused() : text;
    } catch {
      return new Refused();
    }
  }),
);

const masterKey = secret(
  '32 random bytes in base64 or hex, as forewarm init makes them',
  fromText((text) => (/^[0-9a-fA-F]{64}$/.test(text) || /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? text : new Refused())),
);

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export const rootSchema = section({
  listen: listen.prefault({}).describe('Where the API is served: an address, or a map of these.'),
  store: store.prefault('sqlite:./data/forewarm.db').describe('The system of record. A relative path starts from the folder of this file.'),
  queue: queue.prefault('local').describe('What carries work to the engine. `local`: a thread of the server.'),
  timezone: timezone.default('Asia/Shanghai').describe('Whose calendar days `domains[].quota` counts in.'),
  masterKey: masterKey.exactOptional().describe('Encrypts the private keys of keys made at run time.'),
  log: section({
    level: oneOf(logLevels).default('info').describe('The least that is told.'),
    format: oneOf(['json', 'pretty']).exactOptional().describe('Default: `pretty` on a terminal, else `json`.'),
  })
    .prefault({})
    .describe('The log, on standard output.'),
  projects: nonEmptyListOf(projectSchema, 'a list of at least one project, such as [{ id: org-main }]').describe(
    'What keys and domains belong to.',
  ),
  keys: listOf(keySchema, 'a list of keys').default([]).describe('Who may call the API.'),
  include: listOf(
    leaf(
      'a path or pattern such as nodes.d/*.yaml',
      fromText((text) => text),
    ),
    'a path, or a list of paths',
  )
    .default([])
    .describe('Further files, each with `nodes` and/or `domains`; from the folder of this file.'),
  nodeDefaults: nodeDefaultsSchema
    .prefault({})
    .describe('Any key of `nodes[]` but `name`, `address`, `addresses`: for every node that does not give it itself.'),
  nodes: listOf(nodeSchema, 'a list of nodes').default([]).describe('The caches that are filled.'),
  domains: listOf(domainSchema, 'a list of domains').default([]).describe('What may be prefetched, and through which nodes.'),
  retry: section({
    attempts: wholeNumber(1, 100).default(3).describe('How often a fetch is tried in all.'),
    backoffMs: milliseconds(1)
      .default(500)
      .describe('The bound of the first wait; each further one is twice as long. The wait is drawn evenly below it.'),
    maxBackoffMs: milliseconds(1).default(30_000).describe('The longest such bound.'),
  })
    .prefault({})
    .describe('After connect errors, 408, 429, 5xx and truncated bodies.'),
  timeouts: section({
    connectMs: milliseconds(1).default(5000).describe('To a connection, its TLS handshake included.'),
    headersMs: milliseconds(1).default(30_000).describe("From the request's end to the response's headers."),
    idleMs: milliseconds(1).default(30_000).describe('The longest silence within a body.'),
    urlMs: milliseconds(1).default(3_600_000).describe('One URL on one node with all its attempts. Waiting for a limit does not count.'),
    nodeDownMs: milliseconds(1)
      .default(600_000)
      .describe(
        'How long URLs and purges wait for a node that is down before they fail, and a purge for fetches that may bring the old body.',
      ),
    readyMaxMs: milliseconds(1)
      .default(600_000)
      .describe('After this a node that came back is called ready (/readyz/nodes/NAME), whatever it has not got back yet.'),
    purgeLayerMs: milliseconds(1).default(3000).describe('How long a shield may hold back the purge of the edges.'),
  })
    .prefault({})
    .describe('How long what may last.'),
  limits: section({
    requestsPerSecond: anyNumber('from 0').default(100).describe('API requests of one key; 0: no bound.'),
    submitIntervalMs: milliseconds(0)
      .default(0)
      .describe('The least time between two prefetch submits of one key; 0: none. Refreshes never wait.'),
    duplicateWindowMs: milliseconds(0).default(10_000).describe('Within it the same signed submit gets the earlier TaskId; 0: never.'),
    bodyBytes: sizeBytes(1024, 2 ** 30)
      .default(8 * 2 ** 20)
      .describe('The largest request body that is read.'),
    queuedUrls: wholeNumber(1, 1_000_000_000).default(10_000_000).describe('How many unfinished URLs are kept before submits are refused.'),
  })
    .prefault({})
    .describe('What the API takes.'),
  history: section({ keepDays: wholeNumber(1, 36_500).default(30).describe('How long ended tasks are kept.') })
    .prefault({})
    .describe('Ended tasks.'),
  audit: section({ keepDays: wholeNumber(1, 36_500).default(400).describe('How long the audit log is kept.') })
    .prefault({})
    .describe('The audit log.'),
  callbacks: listOf(callbackSchema, 'a list of callbacks')
    .default([])
    .describe('Who is told when a task ends: [callbacks.md](callbacks.md).'),
  outbound: section({
    allowAddresses: listOf(addressRange(), 'a list such as [10.0.0.0/8]')
      .default([])
      .describe(
        'Addresses beyond the public ones that may be dialled. Without it loopback, private, link-local and other reserved ones are refused.',
      ),
  })
    .prefault({})
    .describe('Requests to addresses that users name, `callbacks[].url` among them.'),
});

export type CheckedRoot = z.output<typeof rootSchema>;
export const includedSchema = rootSchema.pick({ nodes: true, domains: true });
