import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signatureOf } from '../../src/client/index.ts';
import { host, paths, type Demo } from './demo.ts';
import { screen } from './screen.ts';

/** What to try while it runs, ready to be copied. */
export function invite({ forewarm, edge }: Demo): void {
  screen.title('It keeps running until Ctrl-C. Try, in another terminal:');
  for (const [name, value] of Object.entries(forewarm.clientEnv)) screen.line(`export ${name}=${value}`);
  screen.line();
  const command = relative(process.cwd(), fileURLToPath(new URL('../../forewarm', import.meta.url)));
  const cli = command.startsWith('.') || command.startsWith('/') ? command : `./${command}`;
  screen.line(`${cli} prefetch --wait http://${host}/v2/{a,b,c}.bin`);
  screen.line(`${cli} tasks`);
  screen.line(`${cli} nodes`);
  screen.line();
  screen.line('# the console, with this key pair');
  screen.line(`${forewarm.endpoint}/console/`);
  screen.line();
  screen.line('# a visitor of the edge');
  screen.line(`curl -sI -H 'Host: ${host}' ${edge.address}${paths[0]}`);
  screen.line();
  screen.line('# the API by hand: parameters and a signature');
  const params = new Map([
    ['Action', 'GetProjectList'],
    ['PublicKey', forewarm.publicKey],
  ]);
  screen.line(`curl -s ${forewarm.endpoint}/ \\`);
  for (const [name, value] of params) screen.line(`  -d ${name}=${value} \\`);
  screen.line(`  -d Signature=${signatureOf(params, forewarm.privateKey)}`);
  screen.line();
  screen.line(`Its configuration: ${forewarm.configFile}`);
}
