/**
 * The OpenAPI document of what `release` calls to roll back. It is yours to serve: forewarm can't know how old files
 * come back to your origin. Its address is told to the runner (docs/workflows.md); hook.example is reserved for nobody.
 */
export function hookDocument(version: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Roll back hook', version, description: 'What the workflow `release` of forewarm calls when a release failed.' },
    servers: [{ url: 'https://hook.example', description: 'A placeholder: put your own in its place, or tell the runner.' }],
    paths: {
      '/': {
        post: {
          operationId: 'rollBack',
          summary: 'Puts the old files back at the origin.',
          security: [{ authorization: [] }],
          requestBody: { required: true, content: { 'application/json': { schema: failedRelease } } },
          responses: {
            '2XX': { description: 'The old files are at the origin again.' },
            default: { description: 'They are not. The workflow ends here, with the nodes as they are.' },
          },
        },
      },
    },
    components: { securitySchemes: { authorization: { type: 'apiKey', in: 'header', name: 'Authorization' } } },
  };
}

const failedRelease = {
  type: 'object',
  properties: {
    TaskId: { type: 'string', description: 'The task that was to bring the release to the nodes.' },
    UrlList: { type: 'array', items: { type: 'string' }, description: 'The URLs of the release.' },
  },
  required: ['TaskId', 'UrlList'],
};
