import { faultAt, type Fault } from './fault.ts';
import { pairFault, readPem } from './pem.ts';
import { child, items, type Section } from './tree.ts';

/** The certificates and keys that a configuration names, read. */
export type Pems = {
  readonly listen?: { readonly certPem: string; readonly keyPem: string };
  /** By place in `nodes`. */
  readonly nodeCas: readonly (string | undefined)[];
};

export function readPems(root: Section): { pems: Pems; faults: Fault[] } {
  const faults: Fault[] = [];
  const nodeCas = items(child(root, 'nodes')).map((node) => readPem(child(child(node, 'tls'), 'ca'), 'CERTIFICATE', faults));
  const tls = child(child(root, 'listen'), 'tls');
  const certPem = readPem(child(tls, 'cert'), 'CERTIFICATE', faults);
  const keyPem = readPem(child(tls, 'key'), 'PRIVATE KEY', faults);
  if (tls === undefined || certPem === undefined || keyPem === undefined) return { pems: { nodeCas }, faults };
  const mismatch = pairFault(certPem, keyPem);
  if (mismatch !== undefined)
    faults.push(faultAt(tls.place, `${tls.path} has a certificate and a key that don't fit together: ${mismatch}`));
  return { pems: { nodeCas, listen: { certPem, keyPem } }, faults };
}
