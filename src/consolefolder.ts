import { fileURLToPath } from 'node:url';

/** Where the built console is: in a checkout where tools/console builds it, in the package beside this. It need not be there. */
export const consoleFolder = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../console/dist/' : './console/', import.meta.url));
