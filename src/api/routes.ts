import type { IncomingMessage, ServerResponse } from 'node:http';
import { fastify, type FastifyReply } from 'fastify';
import type { Control } from '../control/control.ts';
import { type ApiError, apiError } from '../wire/apierror.ts';
import { arazzoDocument } from '../wire/arazzo.ts';
import { hookDocument } from '../wire/arazzo/hook.ts';
import { documentLanguages, openApiDocument, type DocumentLanguage } from '../wire/openapi.ts';
import { shown } from '../wire/shown.ts';
import type { Calls } from './calls.ts';
import { ConsolePage, consolePath } from './console/page.ts';
import type { Log } from './log.ts';
import { healthAnswer, nodeAnswer, type ProbeAnswer, type Readiness } from './http/health.ts';
import { mayShowMetrics, metricsContentType } from './http/metricspage.ts';

export type RoutesDeps = {
  control: Control;
  calls: Calls;
  readiness: Readiness;
  version: string;
  isStopping: () => boolean;
  log: Log;
  /** Where the API's listener is bound; undefined when metrics have a listener of their own. */
  metricsHost: () => string | undefined;
  metricsText: (() => Promise<string>) | undefined;
  /** Where the built console is; undefined: there is none. */
  consoleFolder: string | undefined;
};

export type Routes = (request: IncomingMessage, response: ServerResponse) => void;

/** Which path is answered by whom. Fastify routes and answers probes; calls read and answer by themselves, on the raw request. */
export async function createRoutes(deps: RoutesDeps): Promise<Routes> {
  const { control, calls, readiness, version, isStopping } = deps;
  const app = fastify({
    return503OnClosing: false,
    exposeHeadRoutes: false,
    rewriteUrl: (request) => originForm(request.url ?? '/'),
    // Calls read their query themselves; reading it here as well would cost a long one twice.
    routerOptions: { querystringParser: () => ({}) },
    // A path that can't be decoded (`/%zz`) comes here instead of to the error handler.
    frameworkErrors: (_error, request, reply) => void refuse(request.raw, reply),
  });
  const answer = (request: IncomingMessage, reply: FastifyReply) => {
    reply.hijack();
    return calls.answer(request, reply.raw);
  };
  const refuse = (request: IncomingMessage, reply: FastifyReply) => {
    reply.hijack();
    return calls.refuse(request, reply.raw, noCall(request));
  };

  const consolePage = deps.consoleFolder === undefined ? undefined : new ConsolePage(deps.consoleFolder);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  app.route({
    method: ['GET', 'POST'],
    url: '/',
    handler: (request, reply) => (consolePage !== undefined && isVisit(request.raw) ? toConsole(reply) : answer(request.raw, reply)),
  });
  app.setNotFoundHandler((request, reply) => refuse(request.raw, reply));
  app.setErrorHandler((error, request, reply) => {
    if (request.is404) return refuse(request.raw, reply);
    // Fastify minds the Content-Type: it can't be parsed. A call is read all the same.
    if (request.routeOptions.url === '/') return answer(request.raw, reply);
    deps.log.error({ err: error }, `${request.routeOptions.url} failed`);
    return reply.code(500).type('text/plain').send('Failed; the log tells more.\n');
  });

  app.get('/healthz', { exposeHeadRoute: true }, (_request, reply) => sendProbe(reply, healthAnswer(version)));
  app.get('/readyz', { exposeHeadRoute: true }, async (_request, reply) => sendProbe(reply, await readiness.answer(isStopping())));
  app.get<{ Params: { name: string } }>('/readyz/nodes/:name', { exposeHeadRoute: true }, (request, reply) =>
    sendProbe(reply, nodeAnswer(control, request.params.name)),
  );
  const openApi = new Map<DocumentLanguage, string>();
  app.get('/openapi.json', { exposeHeadRoute: true }, (request, reply) => {
    const language = languageOf(request.raw);
    const document = openApi.get(language) ?? JSON.stringify(openApiDocument(version, language));
    openApi.set(language, document);
    return reply.header('Cache-Control', 'no-cache').type('application/json; charset=utf-8').send(document);
  });
  const documents = { '/arazzo.json': arazzoDocument, '/hook.json': hookDocument };
  for (const [path, document] of Object.entries(documents)) {
    let text: string | undefined;
    app.get(path, { exposeHeadRoute: true }, (_request, reply) => {
      text ??= JSON.stringify(document(version));
      return reply.header('Cache-Control', 'no-cache').type('application/json; charset=utf-8').send(text);
    });
  }
  app.get('/metrics', { exposeHeadRoute: true }, async (request, reply) => {
    const host = deps.metricsHost();
    if (deps.metricsText === undefined) return reply.code(404).type('text/plain').send('There are no metrics.\n');
    if (host === undefined || !mayShowMetrics(request.raw, host)) {
      return reply.code(403).type('text/plain').send('Metrics are shown to this machine only, or at the address listen.metrics.\n');
    }
    return reply.type(metricsContentType).send(await deps.metricsText());
  });
  if (consolePage !== undefined) {
    app.get('/console', { exposeHeadRoute: true }, (_request, reply) => toConsole(reply));
    app.get<{ Params: { '*': string } }>(`${consolePath}*`, { exposeHeadRoute: true }, (request, reply) =>
      consolePage.answer(request.params['*'], request, reply),
    );
  }
  await app.ready();
  return (request, response) => app.routing(request, response);
}

/** A browser that was given nothing but the server's name. A call has parameters, and no client asks for a page. */
function isVisit({ method, url = '', headers }: IncomingMessage): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return method === 'GET' && !url.includes('?') && !hasBody && headers.accept?.includes('text/html') === true;
}

function toConsole(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'Cache-Control': 'no-store', Vary: 'Accept' }).redirect(consolePath, 302);
}

/** By `?lang=`; any other than what there is reads English. */
function languageOf({ url = '' }: IncomingMessage): DocumentLanguage {
  const asked = new URLSearchParams(url.split('?', 2)[1]).get('lang');
  return documentLanguages.find((language) => language === asked) ?? 'en';
}

/** Without its query, which may hold a Signature. */
function noCall({ method = '', url = '' }: IncomingMessage): ApiError {
  return apiError('actionUnknown', { detail: `came ${shown(`${method} ${url.split('?', 1)[0]}`)}; accepted is GET or POST of /` });
}

function sendProbe(reply: FastifyReply, { status, body }: ProbeAnswer): FastifyReply {
  return reply.code(status).header('Cache-Control', 'no-store').send(body);
}

/** A request target may come in absolute form too (RFC 9112 §3.2.2), as proxies send it. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const [, rest] = /^https?:\/\/[^/?]*(.*)$/i.exec(target) ?? [];
  if (rest === undefined) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}
