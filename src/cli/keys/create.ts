import { writeJson, writeLines, type Context } from '../common.ts';
import type { Io } from '../io.ts';
import { lastingOf, type LastingOptions } from './restrictions.ts';

export type CreateOptions = LastingOptions & { readonly account?: 'main' | 'sub' };

export async function createKey(name: string | undefined, options: CreateOptions, { io }: Context): Promise<void> {
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('CreateUcdnKey', {
    ...lastingOf(options),
    ...(name !== undefined && { KeyName: name }),
    ...(options.account !== undefined && { Account: options.account }),
  });
  if (options.json === true) writeJson(io, answer);
  else tellPair(answer.Key.PublicKey, answer.PrivateKey, io);
}

/** The private key is told here and never again. */
export function tellPair(publicKey: string, privateKey: string, io: Io, more: readonly string[] = []): void {
  writeLines(io, [`FOREWARM_PUBLIC_KEY=${publicKey}`, `FOREWARM_PRIVATE_KEY=${privateKey}`, ...more]);
  io.stderr.write('The private key is shown this once only: keep it now.\n');
}
