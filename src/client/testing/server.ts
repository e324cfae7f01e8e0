import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { decodeRequest } from '../../wire/decode.ts';
import type { Params } from '../../wire/json.ts';
import { stringToSign } from '../../wire/sign.ts';

export type Call = { action: string; params: Params; body: string; isSigned: boolean };

/** Answers one call: fields of a success, or whatever it does with the response itself. */
export type Handler = (call: Call, response: ServerResponse, count: number) => object | undefined;

/** A server that reads calls as the real one does. `count` is how many came before. */
export async function startServer(privateKey: string, handler: Handler) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { params, action = '' } = decodeRequest({ method: 'POST', query: '', contentType: request.headers['content-type'], body });
      const signature = createHash('sha1').update(stringToSign(params, privateKey)).digest('hex');
      const call = { action, params, body: body.toString(), isSigned: params.get('Signature') === signature };
      calls.push(call);
      const fields = handler(call, response, calls.length - 1);
      if (fields === undefined) return;
      response.setHeader('X-UCLOUD-REQUEST-UUID', `request-${calls.length}`);
      response.end(JSON.stringify({ Action: `${action}Response`, RetCode: 0, ...fields }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { endpoint: `http://127.0.0.1:${address.port}`, calls, stop, [Symbol.asyncDispose]: stop };
}
