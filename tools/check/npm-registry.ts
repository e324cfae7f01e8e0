import { runCommand } from './command.ts';

const networkFaults = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/** Whether npm's registry answers at all; any answer but a network fault counts as yes. */
export async function isNpmReachable(): Promise<boolean> {
  const question = ['npm', 'view', 'commander', 'version', '--prefer-online', '--fetch-retries=0', '--fetch-timeout=20000'];
  const { exitCode, output } = await runCommand(question);
  return exitCode === 0 || !networkFaults.test(output);
}
