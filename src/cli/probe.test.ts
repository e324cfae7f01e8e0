import { expect, test } from 'vitest';
import { run } from './run.ts';
import { Terminal } from './testing/terminal.ts';

test.each([
  ['an address of another scheme', ['ftp://10.0.0.1', 'http://a.example/'], 'ADDRESS is "ftp://10.0.0.1"; accepted: http://HOST:PORT'],
  ['an address with a path', ['http://10.0.0.1/x', 'http://a.example/'], 'ADDRESS ("http://10.0.0.1/x") has a path or query; accepted:'],
  [
    'an address with a password',
    ['http://me:hunter2@a', 'http://a.example/'],
    'ADDRESS ("http://…@a") has a user name or password; accepted:',
  ],
  [
    'a URL without its scheme',
    ['http://a', 'a.example/x'],
    'URL is "a.example/x", which does not begin with http:// or https://; accepted:',
  ],
  ['a URL on an address', ['http://a', 'http://10.0.0.1/x'], 'whose host is an IP address; accepted: the name of a domain'],
  [
    'a header that asks for a part',
    ['http://a', 'http://a.example/', '--header', 'Range: bytes=0-0'],
    '--header ("Range") is a header that',
  ],
  [
    'a header without a name',
    ['http://a', 'http://a.example/', '--header', 'hunter2'],
    "--header has a value without a name; accepted: 'Name: value'",
  ],
  [
    'a header twice',
    ['http://a', 'http://a.example/', '--header', 'X-A: 1', '--header', 'x-a: 2'],
    '--header "x-a" stands there a second time',
  ],
  ['a CA that is not there', ['http://a', 'http://a.example/', '--ca', '/no/such.pem'], "--ca /no/such.pem can't be read"],
  ['a timeout that is none', ['http://a', 'http://a.example/', '--timeout', 'soon'], '--timeout is "soon"; accepted: a duration'],
])('probe refuses %s before it asks anybody', async (_, args, message) => {
  const terminal = new Terminal({ NO_COLOR: '1' }, 80);
  expect(await run(['probe', ...args], terminal.io)).toBe(2);
  expect(terminal.stderr).toContain(message);
  expect(terminal.stderr).not.toContain('hunter2');
});
