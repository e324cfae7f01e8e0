import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { signatureOf } from '../../../../src/client/index.ts';
import { curlOfTask } from './curl.ts';

/** Runs it with a curl that says what it was called with. */
function run(script: string, env: Record<string, string>): string[] {
  const shown = execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${script}`], { env: { PATH: process.env['PATH'], ...env } });
  return shown.toString().split('\0').slice(0, -1);
}

test.each([
  ['01KF2X3B5V7F0M8T1S6R9C4D2A', undefined],
  ['01KF2X3B5V7F0M8T1S6R9C4D2A', 'org-main'],
  ['a"; echo $HOME `id` \\ \'b', 'it\'s "$(id)"'],
])('task %s of project %s: signs by the environment’s keys', (taskId, projectId) => {
  const env = { FOREWARM_PUBLIC_KEY: 'demo public', FOREWARM_PRIVATE_KEY: 'a$b"c' };
  const params = new Map<string, string>([
    ['Action', 'DescribeUcdnTaskSummary'],
    ['PublicKey', env.FOREWARM_PUBLIC_KEY],
    ...(projectId === undefined ? [] : [['ProjectId', projectId] as const]),
    ['TaskId.0', taskId],
  ]);
  const [silent, address, ...rest] = run(curlOfTask({ endpoint: 'https://forewarm.example.com', taskId, projectId }), env);
  expect([silent, address]).toEqual(['-sS', 'https://forewarm.example.com/']);
  const sent = rest.filter((part) => part !== '--data-urlencode');
  const expected = new Map([...params, ['Signature', signatureOf(params, env.FOREWARM_PRIVATE_KEY)]]);
  expect(sent.toSorted()).toEqual([...expected].map(([name, value]) => `${name}=${value}`).toSorted());
});
