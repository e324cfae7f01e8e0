import { open } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';

/** Of a log as much as a day of a busy server, which a mail can still carry once it is packed. */
const mostBytes = 16 * 1024 * 1024;

/** The end of a log, in whole lines; `-` is standard input. Throws a UsageError for a file that can't be read. */
export async function logTail(file: string, io: Io): Promise<string> {
  try {
    return file === '-' ? wholeLines(await tailOf(io.stdin)) : await tailOfFile(file);
  } catch (error) {
    throw new UsageError(`--log ${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function tailOfFile(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(size, mostBytes));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, size - bytes.length);
    const text = bytes.subarray(0, bytesRead).toString('utf8');
    return size > mostBytes ? wholeLines({ text, isCut: true }) : text;
  } finally {
    await handle.close();
  }
}

type Tail = { readonly text: string; readonly isCut: boolean };

async function tailOf(stream: NodeJS.ReadableStream): Promise<Tail> {
  let kept: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  for await (const chunk of stream) {
    const piece = Buffer.from(chunk);
    kept.push(piece);
    bytes += piece.length;
    while (bytes - (kept[0]?.length ?? 0) >= mostBytes) {
      bytes -= kept[0]?.length ?? 0;
      kept = kept.slice(1);
      isCut = true;
    }
  }
  return { text: Buffer.concat(kept).toString('utf8'), isCut };
}

/** Half a line could be half a secret, which nobody would find. */
function wholeLines({ text, isCut }: Tail): string {
  return isCut ? text.slice(text.indexOf('\n') + 1) : text;
}
