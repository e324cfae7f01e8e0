import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { reservePort } from '../../lab/ports.ts';

export type Called = { readonly authorization: string | undefined; readonly body: unknown };

/** What /hook.json tells of, as a team would serve it. */
export type Hook = AsyncDisposable & { readonly address: string; readonly calls: readonly Called[] };

/** `rollBack` does what is to be done and says how it went. */
export async function startHook(rollBack: () => number): Promise<Hook> {
  const reserved = await reservePort();
  const calls: Called[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      calls.push({ authorization: request.headers.authorization, body });
      response.writeHead(rollBack()).end();
    });
  });
  server.listen(reserved.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${reserved.port}`,
    calls,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      reserved[Symbol.dispose]();
    },
  };
}
