import { AnswerUnreadable, RequestRefused, ServerUnreachable } from '../client/errors.ts';
import { TaskUnknown, WaitTimedOut } from '../client/wait.ts';
import { retCodes } from '../wire/retcodes.ts';
import { CommandError, exitCodes, type ExitCode } from './errors.ts';
import { printable } from './screen/text.ts';

export type ErrorText = { readonly message: string; readonly hints: readonly string[]; readonly exitCode: ExitCode };

/** What happened and what to do, for a person, of whatever a command threw. */
export function errorText(error: unknown): ErrorText {
  if (error instanceof CommandError) return { message: error.message, hints: error.hints, exitCode: error.exitCode };
  if (error instanceof RequestRefused) return refused(error);
  if (error instanceof ServerUnreachable) return unreachable(error);
  if (error instanceof AnswerUnreadable) {
    return {
      message: printable(error.message),
      hints: ['Is FOREWARM_ENDPOINT the address of a forewarm server, and is this forewarm no older than it?', ...named(error.requestId)],
      exitCode: exitCodes.unreachable,
    };
  }
  if (error instanceof TaskUnknown) {
    return {
      message: printable(error.message),
      hints: ['It may be of another project (--project), or older than history.keepDays. The latest: forewarm tasks'],
      exitCode: exitCodes.failed,
    };
  }
  if (error instanceof WaitTimedOut) return { message: error.message, hints: [], exitCode: exitCodes.timedOut };
  return internal(error);
}

function refused(error: RequestRefused): ErrorText {
  const hint = refusalHints.get(error.retCode);
  return {
    message: `refused with RetCode ${error.retCode}: ${printable(error.message)}`,
    hints: [...(hint === undefined ? [] : [hint]), ...named(error.requestId)],
    exitCode: exitCodes.refused,
  };
}

const refusalHints: ReadonlyMap<number, string> = new Map([
  [retCodes.unavailable.retCode, "Wait a little, then do the same again; the server's log says what it lacks."],
  [retCodes.signatureWrong.retCode, 'FOREWARM_PRIVATE_KEY is not the private key of FOREWARM_PUBLIC_KEY on that server.'],
  [retCodes.userUnknown.retCode, 'Is FOREWARM_PUBLIC_KEY a key of that server (keys: in its forewarm.yaml), and has it not expired?'],
  [retCodes.paramMissing.retCode, 'A sub-account must name its project: --project, or FOREWARM_PROJECT_ID.'],
  [retCodes.projectUnknown.retCode, 'The project comes from --project or FOREWARM_PROJECT_ID.'],
  [retCodes.sourceIpRefused.retCode, 'The key has allowIps in the configuration of the server.'],
  [retCodes.notPermitted.retCode, 'The key is restricted in the configuration of the server: projects, actions, urls.'],
  [retCodes.domainUnknown.retCode, 'The domains are those in forewarm.yaml of the server; after a change there: kill -HUP its process.'],
  [retCodes.queueFull.retCode, 'Wait until running tasks have ended (forewarm tasks), or raise limits.queuedUrls.'],
]);

function unreachable(error: ServerUnreachable): ErrorText {
  const hint = error.isTimeout
    ? 'It may be at work on it still: forewarm tasks shows what arrived.'
    : 'Is the server running (forewarm serve), and is FOREWARM_ENDPOINT its address?';
  const tls = /certificate|self.signed|CERT_/i.test(error.message)
    ? ['To trust a CA of your own: NODE_EXTRA_CA_CERTS=/path/to/ca.pem']
    : [hint];
  return { message: printable(error.message), hints: tls, exitCode: exitCodes.unreachable };
}

function named(requestId: string | undefined): string[] {
  return requestId === undefined ? [] : [`Request id, as in the server's log: ${printable(requestId)}`];
}

function internal(error: unknown): ErrorText {
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: printable(message),
    hints: ['This looks like a fault of forewarm itself; FOREWARM_DEBUG=1 shows where it happened.'],
    exitCode: exitCodes.failed,
  };
}
