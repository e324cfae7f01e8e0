import { describe, expect, test, vi } from 'vitest';
import type { Answer } from '../../wire/actions.ts';
import { runCli } from '../testing/cli.ts';
import { FakeServer } from '../testing/fakeserver.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const key: Answer<'DescribeUcdnKey'>['KeyList'][number] = {
  PublicKey: 'ci',
  Fixed: false,
  Account: 'main',
  State: 'active',
  Projects: ['org-main'],
  Actions: ['Prefetch*'],
  Urls: [],
  AllowIps: [],
  ExpireTime: 0,
  MaxPriority: 9,
  DailyUrls: 1000,
  Basic: true,
  Comment: 'pipeline',
  CreateTime: 1_800_000_000,
  CreatedBy: 'ann',
  FormerUntil: 0,
};

describe.concurrent('forewarm keys', () => {
  test('lists who may call and what each is held to', async () => {
    await using server = await FakeServer.start();
    server.instead.set('DescribeUcdnKey', () => ({
      KeyList: [{ ...key, Fixed: true, PublicKey: 'main', Projects: [], Actions: ['*'] }, key],
    }));
    const { stdout } = await runCli(['keys'], { env: { ...server.env, COLUMNS: '200' } });
    expect(stdout.replaceAll(/ +/g, ' ').split('\n')).toEqual([
      'KEY STATE ACCOUNT MADE HELD TO FOR',
      'main active main configured 1,000 URLs a day (basic) pipeline',
      'ci active main 2027-01-15 08:00:00 org-main, Prefetch*, 1,000 URLs a day (basic) pipeline',
      '',
    ]);
  });

  test('create sends what it is held to and prints the pair, once and ready to be sourced', async () => {
    await using server = await FakeServer.start();
    server.instead.set('CreateUcdnKey', () => ({ Key: key, PrivateKey: 'hunter2' }));
    const held = ['--in', 'org-main', '--action', 'Prefetch*', '--daily-urls', '1000', '--basic', '--expires', '2027-01-15T08:00:00Z'];
    const { stdout, stderr } = await runCli(['keys', 'create', 'ci', ...held], server);
    expect(stdout).toBe('FOREWARM_PUBLIC_KEY=ci\nFOREWARM_PRIVATE_KEY=hunter2\n');
    expect(stderr).toBe('The private key is shown this once only: keep it now.\n');
    const [call] = server.calls;
    const sent = { KeyName: 'ci', Projects: ['org-main'], Actions: ['Prefetch*'], DailyUrls: 1000, Basic: true, ExpireTime: 1_800_000_000 };
    expect(Object.fromEntries(call?.params ?? [])).toMatchObject(sent);
  });

  test('rotate, disable and lend say what they did; update wants something to change', async () => {
    await using server = await FakeServer.start();
    server.instead.set('RotateUcdnKey', () => ({ Key: key, PrivateKey: 'hunter3', FormerUntil: 1_800_000_000 }));
    server.instead.set('UpdateUcdnKey', () => ({ Key: { ...key, State: 'disabled' } }));
    const Credentials = { PublicKey: 'temporary-1', PrivateKey: 'hunter4', SecurityToken: 'token', Expiration: 1_800_000_000 };
    server.instead.set('AssumeUcdnRole', () => ({ Credentials }));
    const rotated = await runCli(['keys', 'rotate', 'ci', '--grace', '0'], server);
    expect(rotated.stdout).toContain('FOREWARM_PRIVATE_KEY=hunter3');
    expect(rotated.stderr).toContain('The one before signs until 2027-01-15 08:00:00.');
    expect((await runCli(['keys', 'disable', 'ci'], server)).stdout).toContain('disabled');
    expect(JSON.parse((await runCli(['keys', '--json', 'lend', '--for', '15m'], server)).stdout)).toMatchObject({ Credentials });
    const graces = server.calls.map(({ params }) => params.get('GraceSeconds') ?? params.get('DurationSeconds'));
    expect(graces).toEqual([0, undefined, 900]);
    expect(await runCli(['keys', 'update', 'ci'], server)).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was named') });
  });
});
