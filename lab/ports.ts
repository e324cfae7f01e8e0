import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A loopback TCP port that no other lab on this machine gets until it is released. */
export type ReservedPort = Disposable & { readonly port: number };

/**
 * Finding a free port and then letting a server bind it is a race. It is kept narrow in three ways:
 * the UDP port of the same number is held meanwhile, as a lock among labs that ends with its
 * process; the port lies below those that the system gives to outgoing connections, so that a
 * stopped server finds its port free when it starts again; and lab/server.ts takes another port
 * when a bind fails all the same.
 */
export async function reservePort(): Promise<ReservedPort> {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = lowestPort + Math.floor(Math.random() * (firstOutgoingPort() - lowestPort));
    const lock = await holdUdp(port);
    if (lock === undefined) continue;
    if (await isFree(port)) return { port, [Symbol.dispose]: () => lock.close() };
    lock.close();
  }
  throw new Error(`no free port on 127.0.0.1 between ${lowestPort} and ${firstOutgoingPort()} in 200 tries`);
}

const lowestPort = 10_240;

function firstOutgoingPort(): number {
  try {
    const first = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
    return first > lowestPort + 1000 ? first : 65_536;
  } catch {
    return 32_768;
  }
}

async function holdUdp(port: number): Promise<{ close(): void } | undefined> {
  const socket = createSocket({ type: 'udp4' });
  try {
    const bound = once(socket, 'listening');
    socket.bind({ address: '127.0.0.1', port, exclusive: true });
    await bound;
  } catch {
    socket.close();
    return undefined;
  }
  socket.unref();
  return { close: () => socket.close() };
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    const listening = once(server, 'listening');
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    await listening;
  } catch {
    return false;
  }
  const closed = once(server, 'close');
  server.close();
  await closed;
  return true;
}
