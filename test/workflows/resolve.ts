import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { toolFile } from './tools.ts';

/**
 * For `node --import`: lets the example on Restate find its packages as if they were installed beside it. `forewarm`
 * is the client of this checkout, the others are those of tools/workflows.
 */
const ours = new URL('../../src/client/index.ts', import.meta.url).href;
const beside = pathToFileURL(toolFile('.package-lock.json')).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'forewarm') return { url: ours, shortCircuit: true };
    if (context.parentURL?.includes('/examples/workflows/') === true && specifier.startsWith('@restatedev/')) {
      return next(specifier, { ...context, parentURL: beside });
    }
    return next(specifier, context);
  },
});
