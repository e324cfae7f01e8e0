import type { ServerResponse } from 'node:http';
import { requestIdHeader } from './requestid.ts';

/** How an answer's sending ended: `cut` when the client went away or read nothing for too long. */
export type Sent = 'sent' | 'cut';

/** The head of every answer within the envelope: HTTP 200 whatever the RetCode. */
export function answerHeaders(requestId: string): Record<string, string> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    [requestIdHeader]: requestId,
  };
}

/** Sends an answer that is there as a whole. */
export async function sendText(response: ServerResponse, requestId: string, text: string): Promise<Sent> {
  if (response.destroyed) return 'cut';
  response.writeHead(200, { ...answerHeaders(requestId), 'Content-Length': Buffer.byteLength(text) });
  // As text, since Node then sends head and body in one write.
  return ended(response, text);
}

/**
 * Sends an answer piece by piece, pulling the next only when the client has taken the last. Rejects with
 * whatever pulling rejects with: `response.headersSent` tells whether another answer can still be given;
 * if not, the connection is cut, since tidy JSON would pass for a whole answer. An answer of a single
 * piece goes out whole. `stallMs`: how long the client may take nothing.
 */
export async function sendPieces(
  response: ServerResponse,
  requestId: string,
  pieces: AsyncIterable<string>,
  stallMs: number,
): Promise<Sent> {
  let held: string | undefined;
  try {
    for await (const piece of pieces) {
      if (held !== undefined && !(await sendPiece(response, requestId, held, stallMs))) return 'cut';
      held = piece;
    }
  } catch (error) {
    if (response.headersSent) response.destroy();
    throw error;
  }
  if (!response.headersSent) return sendText(response, requestId, held ?? '');
  return response.destroyed ? 'cut' : ended(response, held ?? '');
}

/** False when nobody takes it. */
async function sendPiece(response: ServerResponse, requestId: string, piece: string, stallMs: number): Promise<boolean> {
  if (response.destroyed) return false;
  if (!response.headersSent) response.writeHead(200, answerHeaders(requestId));
  if (!response.write(piece)) await drained(response, stallMs);
  return !response.destroyed;
}

function drained(response: ServerResponse, stallMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), stallMs);
    const settle = () => {
      clearTimeout(stalled);
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
  });
}

function ended(response: ServerResponse, last: string): Promise<Sent> {
  return new Promise((resolve) => {
    response.once('close', () => resolve(response.writableFinished ? 'sent' : 'cut'));
    response.end(last);
  });
}
