import { actions } from './actions.ts';
import { answers, reference, successSchema } from './openapi/answers.ts';
import { inChinese } from './openapi/chinese/document.ts';
import { envelopeParameters, refusalSchema, retCodeList } from './openapi/envelope.ts';
import { formBody, jsonBody, queryParameters } from './openapi/requests.ts';
import type { AnyAction, JsonSchema } from './openapi/schemas.ts';

/**
 * The OpenAPI 3.1 document of the whole registry, out of the schemas that requests and answers are checked by.
 *
 * The API has one path and tells its actions apart by a parameter, which OpenAPI can't. So each action is a path
 * of its own, `/?Action=NAME`: strictly no OpenAPI path (it holds a query), but a URL that works as it stands, and
 * the form in which tools see operations with parameters and answers of their own. Marks of ours: `x-isQuery`
 * (changes nothing), `x-isExtension` (not one of the vendor's), `x-envelope` (parameters that every call has),
 * `x-retCodes`.
 */
export function openApiDocument(version: string, language: DocumentLanguage = 'en'): object {
  const document = englishDocument(version);
  return language === 'zh-CN' ? inChinese(document) : document;
}

/** What descriptions can be had in. */
export const documentLanguages = ['en', 'zh-CN'] as const;
export type DocumentLanguage = (typeof documentLanguages)[number];

function englishDocument(version: string): object {
  const all: readonly AnyAction[] = Object.values(actions);
  return {
    openapi: '3.1.0',
    info: {
      title: 'forewarm',
      version,
      summary: 'Cache prefetch on your own CDN edges, by the UCloud UCDN API',
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [
      { name: 'ucdn', description: "The vendor's actions." },
      { name: 'forewarm', description: "forewarm's own actions." },
    ],
    paths: Object.fromEntries(all.map((action) => [`/?Action=${action.name}`, pathItem(action)])),
    components: {
      schemas: { Refusal: refusalSchema(), ...Object.fromEntries(all.flatMap(schemasOf)) },
      securitySchemes: {
        publicKey: keyInQuery('PublicKey', envelopeParameters.PublicKey.description),
        signature: keyInQuery('Signature', envelopeParameters.Signature.description),
        basic: { type: 'http', scheme: 'basic', description: basic },
      },
    },
    'x-retCodes': retCodeList(),
  };
}

const about = `Every call goes to / and is answered with HTTP 200, whatever comes of it: RetCode tells.
The Action in the path of each operation is what tells calls apart. In a POST the body's parameters are all that counts
and is signed, Action included; the path's Action may stay or go. A GET has no body: its query is what is signed.
Callers that can't sign use HTTP Basic instead, and leave out PublicKey and Signature.`;

const basic = 'PublicKey and private key, of a key that allows it; over TLS or from the machine itself.';

function pathItem(action: AnyAction): object {
  const operation = {
    summary: action.summary,
    tags: [action.isExtension ? 'forewarm' : 'ucdn'],
    'x-action': action.name,
    'x-isQuery': action.isQuery,
    'x-isExtension': action.isExtension,
    responses: answers(`${action.name}Answer`, 'Refusal'),
  };
  const content = {
    'application/json': { schema: reference(`${action.name}Request`) },
    'application/x-www-form-urlencoded': { schema: reference(`${action.name}Form`) },
  };
  // Signed within the body, which needs no scheme, or else by Basic.
  const post = { operationId: action.name, ...operation, requestBody: { required: true, content }, security: [{}, { basic: [] }] };
  if (!action.isQuery) return { post };
  // An action that changes something may come by GET as well; that is the vendor's way, and not one to teach to tools.
  const security = [{ publicKey: [], signature: [] }, { basic: [] }];
  return { post, get: { operationId: `${action.name}ByGet`, ...operation, parameters: queryParameters(action), security } };
}

function schemasOf(action: AnyAction): [string, JsonSchema][] {
  return [
    [`${action.name}Request`, jsonBody(action)],
    [`${action.name}Form`, formBody(action)],
    [`${action.name}Answer`, successSchema(action)],
  ];
}

function keyInQuery(name: string, description: string): object {
  return { type: 'apiKey', in: 'query', name, description };
}
