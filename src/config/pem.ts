import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { faultAt, type Fault } from './fault.ts';
import { besideFile, readText } from './files.ts';
import { textLeaf, type Tree } from './tree.ts';

/** The PEM text that a value is, or that the file it names holds. Says what is wrong; then there is none. */
export function readPem(tree: Tree | undefined, kind: 'CERTIFICATE' | 'PRIVATE KEY', faults: Fault[]): string | undefined {
  const leaf = textLeaf(tree);
  if (leaf === undefined || leaf.value === '') return undefined;
  const inline = leaf.value.includes('-----BEGIN ');
  let text = leaf.value;
  try {
    if (!inline) text = readText(besideFile(leaf.place.file, leaf.value));
  } catch (error) {
    faults.push(
      faultAt(leaf.place, `${leaf.path} names a file that can't be read: ${error instanceof Error ? error.message : String(error)}`),
    );
    return undefined;
  }
  const what = kind === 'CERTIFICATE' ? 'a certificate' : 'a private key without passphrase';
  if (new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(text) && (kind !== 'CERTIFICATE' || isCertificate(text))) return text;
  faults.push(faultAt(leaf.place, `${leaf.path} ${inline ? 'holds' : 'names a file that holds'} no such thing; accepted: ${what} in PEM`));
  return undefined;
}

/** Why a server could not be started with the pair, or undefined. */
export function pairFault(certPem: string, keyPem: string): string | undefined {
  try {
    createSecureContext({ cert: certPem, key: keyPem });
    return undefined;
  } catch (error) {
    // OpenSSL's words name no part of the key.
    return error instanceof Error ? error.message : String(error);
  }
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}
