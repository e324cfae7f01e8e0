import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { packTar } from 'modern-tar';

export type BundleFile = { readonly name: string; readonly text: string };

/** A .tar.gz of files below one folder. */
export async function packed(folder: string, files: readonly BundleFile[]): Promise<Buffer> {
  const mtime = new Date();
  const entries = files.map(({ name, text }) => {
    const body = Buffer.from(text);
    return { header: { name: `${folder}/${name}`, size: body.length, type: 'file' as const, mode: 0o600, mtime }, body };
  });
  return await promisify(gzip)(await packTar(entries));
}
