import { describe, expect, test } from 'vitest';
import { faultsOf } from './testing/folder.ts';

const projects = 'projects: [{ id: org-main }]\n';
const hookSecret = `whsec_${Buffer.alloc(24, 'hooks').toString('base64')}`;

/** Each: what is wrong, the file, and all that is said of it. */
const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a port alone',
    `${projects}listen: 8460\n`,
    ['forewarm.yaml:2:9: listen is 8460; accepted: HOST:PORT such as 127.0.0.1:8460, [::1]:8460 or 0.0.0.0:8460'],
  ],
  [
    'a host alone',
    `${projects}listen: localhost\n`,
    ['forewarm.yaml:2:9: listen is "localhost"; accepted: HOST:PORT such as 127.0.0.1:8460, [::1]:8460 or 0.0.0.0:8460'],
  ],
  [
    'a port that there is not',
    `${projects}listen: 127.0.0.1:70000\n`,
    ['forewarm.yaml:2:9: listen is "127.0.0.1:70000"; accepted: HOST:PORT such as 127.0.0.1:8460, [::1]:8460 or 0.0.0.0:8460'],
  ],
  [
    'an address for all without tls',
    `${projects}listen: 0.0.0.0:8460\n`,
    [
      'forewarm.yaml:2:9: listen is an address beyond this machine, and there is no tls: signed requests could be read and repeated; accepted: a loopback address, tls: { cert, key }, or plaintext: true where something else protects the way',
    ],
  ],
  [
    'the same in IPv6',
    `${projects}listen: { address: "[::]:8460", plaintext: false }\n`,
    [
      'forewarm.yaml:2:20: listen.address is an address beyond this machine, and there is no tls: signed requests could be read and repeated; accepted: a loopback address, tls: { cert, key }, or plaintext: true where something else protects the way',
    ],
  ],
  [
    'tls without its key',
    `${projects}listen: { tls: { cert: a.pem } }\n`,
    [
      'forewarm.yaml:2:16: listen.tls has no key; accepted: a path to a PEM file, or its text',
      `forewarm.yaml:2:24: listen.tls.cert names a file that can't be read: there is no such file`,
    ],
  ],
  [
    'tls that is no PEM',
    `${projects}listen: { tls: { cert: forewarm.yaml, key: forewarm.yaml } }\n`,
    [
      'forewarm.yaml:2:24: listen.tls.cert names a file that holds no such thing; accepted: a certificate in PEM',
      'forewarm.yaml:2:44: listen.tls.key names a file that holds no such thing; accepted: a private key without passphrase in PEM',
    ],
  ],
  [
    'a proxy that is no range',
    `${projects}listen: { trustedProxies: [10.0.0.0/33] }\n`,
    ['forewarm.yaml:2:28: listen.trustedProxies[0] is "10.0.0.0/33"; accepted: an IP address or a range such as 10.0.0.0/8 or fd00::/8'],
  ],
  [
    'a store of another kind',
    `${projects}store: mysql://root:hunter2@db/x\n`,
    ['forewarm.yaml:2:8: store is "mysql://…@db/x"; accepted: sqlite:PATH such as sqlite:./data/forewarm.db'],
  ],
  [
    'a store that comes later',
    `${projects}store: postgres://user:hunter2@host/db\n`,
    ['forewarm.yaml:2:8: store has a value that is not available in this version; accepted: sqlite:PATH'],
  ],
  [
    'a store that forgets',
    `${projects}store: "sqlite::memory:"\n`,
    [
      'forewarm.yaml:2:8: store ("sqlite::memory:") would lose every task with the process; accepted: sqlite:PATH such as sqlite:./data/forewarm.db',
    ],
  ],
  [
    'a queue that comes later',
    `${projects}queue: nats://host:4222\n`,
    ['forewarm.yaml:2:8: queue has a value that is not available in this version; accepted: local'],
  ],
  ['a queue of another kind', `${projects}queue: redis\n`, ['forewarm.yaml:2:8: queue is "redis"; accepted: local']],
  [
    'a time zone that there is not',
    `${projects}timezone: Asia/Nowhere\n`,
    ['forewarm.yaml:2:11: timezone is "Asia/Nowhere"; accepted: a name of the time zone database such as Asia/Shanghai or UTC'],
  ],
  [
    'a master key that is too short',
    `${projects}masterKey: hunter2\n`,
    [
      'forewarm.yaml:2:12: masterKey has a value that is not accepted (not shown here); accepted: 32 random bytes in base64 or hex, as forewarm init makes them',
    ],
  ],
  [
    'a log level that there is not',
    `${projects}log: { level: loud, format: xml }\n`,
    [
      'forewarm.yaml:2:15: log.level is "loud"; accepted: trace, debug, info, warn, error or silent',
      'forewarm.yaml:2:29: log.format is "xml"; accepted: json or pretty',
    ],
  ],
  [
    'numbers out of their bounds',
    `${projects}retry: { attempts: 0, backoffMs: -5, maxBackoffMs: 1e12 }\n`,
    [
      'forewarm.yaml:2:20: retry.attempts is 0; accepted: a whole number from 1 to 100',
      'forewarm.yaml:2:34: retry.backoffMs is -5; accepted: a whole number from 1 to 2147483647',
      'forewarm.yaml:2:52: retry.maxBackoffMs is 1000000000000; accepted: a whole number from 1 to 2147483647',
    ],
  ],
  [
    'waits in the wrong order',
    `${projects}retry: { backoffMs: 5000, maxBackoffMs: 1000 }\n`,
    ['forewarm.yaml:2:41: retry.maxBackoffMs is 1000, less than backoffMs (5000); accepted: at least as much'],
  ],
  [
    'a bound below the first wait that is the default',
    `${projects}retry: { maxBackoffMs: 100 }\n`,
    ['forewarm.yaml:2:24: retry.maxBackoffMs is 100, less than backoffMs (500); accepted: at least as much'],
  ],
  [
    'times that are none',
    `${projects}timeouts: { connectMs: 0, idleMs: 5s, urlMs: null }\n`,
    [
      'forewarm.yaml:2:24: timeouts.connectMs is 0; accepted: a whole number from 1 to 2147483647',
      'forewarm.yaml:2:35: timeouts.idleMs is "5s"; accepted: a whole number from 1 to 2147483647',
      'forewarm.yaml:2:46: timeouts.urlMs is empty; accepted: a whole number from 1 to 2147483647',
    ],
  ],
  [
    'limits out of their bounds',
    `${projects}limits: { bodyBytes: 10, duplicateWindowMs: -1, requestsPerSecond: -1 }\n`,
    [
      'forewarm.yaml:2:22: limits.bodyBytes is 10; accepted: a size from 1KiB to 1GiB such as 8MiB (units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB)',
      'forewarm.yaml:2:45: limits.duplicateWindowMs is -1; accepted: a whole number from 0 to 2147483647',
      'forewarm.yaml:2:68: limits.requestsPerSecond is -1; accepted: a number from 0',
    ],
  ],
  [
    'days that are none',
    `${projects}history: { keepDays: forever }\n`,
    ['forewarm.yaml:2:22: history.keepDays is "forever"; accepted: a whole number from 1 to 36500'],
  ],
  [
    'a callback to nowhere',
    `${projects}callbacks: [{ url: "ftp://x", on: [task.started], projects: [zz], secret: \${SECRET} }]\n`,
    [
      'forewarm.yaml:2:20: callbacks[0].url is "ftp://x"; accepted: an https:// or http:// URL',
      'forewarm.yaml:2:36: callbacks[0].on[0] is "task.started"; accepted: task.finished',
      'forewarm.yaml:2:62: callbacks[0].projects[0] names the project "zz", which is not there; known: org-main',
      'forewarm.yaml:2:75: callbacks[0].secret has a value that is not accepted (not shown here); accepted: whsec_ and 24 to 64 random bytes in base64',
    ],
  ],
  [
    'a callback with a password',
    `${projects}callbacks: [{ url: "https://me:hunter2@hooks.example.com/", secret: ${hookSecret} }]\n`,
    [
      'forewarm.yaml:2:20: callbacks[0].url ("https://…@hooks.example.com/") has a user name or password; accepted: an https:// or http:// URL',
    ],
  ],
  [
    'a callback a second time',
    `${projects}callbacks:\n- { url: "https://hooks.example.com/", secret: ${hookSecret} }\n- { url: "https://hooks.example.com/", secret: whsec_c2hvcnQ= }\n`,
    [
      'forewarm.yaml:4:10: callbacks[1].url is "https://hooks.example.com/" a second time; it stands already in line 3 of forewarm.yaml',
      'forewarm.yaml:4:48: callbacks[1].secret has a value that is not accepted (not shown here); accepted: whsec_ and 24 to 64 random bytes in base64',
    ],
  ],
  [
    'addresses that are none',
    `${projects}outbound: { allowAddresses: [10.0.0.0/33] }\n`,
    ['forewarm.yaml:2:30: outbound.allowAddresses[0] is "10.0.0.0/33"; accepted: an IP address or a range such as 10.0.0.0/8 or fd00::/8'],
  ],
  ['a file that is not there', `${projects}include: more.yaml\n`, ['forewarm.yaml:2:10: include: there is no file "more.yaml"']],
];

describe('What a configuration says of the server', () => {
  test.each(rows)('is told: %s', (_, text, faults) => {
    const told = faultsOf(text, { SECRET: 'hunter2 with spaces' });
    expect(told).toEqual(faults);
    expect(told.join(' ')).not.toContain('hunter');
  });
});
