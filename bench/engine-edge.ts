import { nginxCommand } from '../lab/nginx.ts';
import { startServer, type LabServer } from '../lab/server.ts';
import { createServer, type Server } from 'node:http';

export const host = 'bench.example.com';

/** An nginx edge before an origin whose every object weighs `sizeBytes`. */
export async function startBenchEdge(sizeBytes: number): Promise<AsyncDisposable & { edge: LabServer }> {
  const origin = await startOrigin(sizeBytes);
  const listening = origin.address();
  if (listening === null || typeof listening === 'string') throw new Error('the origin does not listen on a port');
  const originPort = listening.port;
  const edge = await startServer({
    name: 'bench-edge',
    prepare: ({ folder, port }) => nginxCommand({ folder, port }, edgeConfiguration({ folder, port, originPort })),
  });
  return {
    edge,
    async [Symbol.asyncDispose]() {
      await edge[Symbol.asyncDispose]();
      origin.closeAllConnections();
      origin.close();
    },
  };
}

async function startOrigin(sizeBytes: number): Promise<Server> {
  const body = Buffer.alloc(sizeBytes, 'x');
  const origin = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': sizeBytes, 'cache-control': 'max-age=86400' });
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    origin.listen(0, '127.0.0.1', resolve);
  });
  return origin;
}

/** keepalive_requests: nginx closes a connection after 1000 requests by default, which would measure dialling. */
function edgeConfiguration({ folder, port, originPort }: { folder: string; port: number; originPort: number }): string {
  return `
pid ${folder}/nginx.pid; error_log ${folder}/error.log; events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000;
  client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  proxy_cache_path ${folder}/cache levels=1:2 keys_zone=c:32m use_temp_path=off;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${originPort}; proxy_set_header Host $http_host; proxy_cache c; proxy_cache_lock on;
      proxy_cache_key $scheme$http_host$request_uri; add_header X-Cache-Status $upstream_cache_status always;
    }
  }
}
`;
}
