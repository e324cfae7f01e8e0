import { Option, type Command } from 'commander';
import { collected, withClientOptions, withExamples, type ClientOptions, type Context } from './common.ts';
import type { UpdateOptions } from './keys/change.ts';
import type { CreateOptions } from './keys/create.ts';
import { withLasting, withRestrictions, type RestrictionOptions } from './keys/restrictions.ts';

export function register(program: Command, context: Context): void {
  const { io } = context;
  const keys = program
    .command('keys')
    .summary('list keys; create, update, disable, enable, rotate, delete, lend')
    .description('Lists the keys of the configuration and those that were made, without private keys. For main keys of every project.');
  withExamples(withClientOptions(keys), [
    ['forewarm keys', 'who may call, held to what'],
    ['forewarm keys create ci --action "Prefetch*" --url cdn.example.com/app/', 'a key for one pipeline'],
    ['forewarm keys rotate ci --grace 1h', 'a new private key; the one before signs for an hour more'],
    ['forewarm keys lend --for 1h --in org-main', 'credentials that end by themselves'],
  ]).action(async (options: ClientOptions) => {
    const { listKeys } = await import('./keys/list.ts');
    await listKeys(options, io);
  });
  registerCreate(keys, context);
  registerChanges(keys, context);
}

/** Options that stand before the name of a command below `keys` are those of `keys`. */
function registerCreate(keys: Command, context: Context): void {
  const create = keys
    .command('create')
    .summary('make a key pair')
    .description('Makes a key pair. Its private key is printed this once only; the server keeps it encrypted (masterKey).')
    .argument('[name]', 'its public key (default: a random one)')
    .addOption(new Option('--account <account>', 'sub: each of its calls must name its project').choices(['main', 'sub']));
  withExamples(withLasting(withClientOptions(create)), [
    ['forewarm keys create ci --in org-main --daily-urls 10000 --expires 2027-01-01', 'held to a project, a number and a time'],
  ]).action(async (name: string | undefined, _own: CreateOptions, given: Command) => {
    const { createKey } = await import('./keys/create.ts');
    await createKey(name, given.optsWithGlobals<CreateOptions>(), context);
  });

  const lend = keys
    .command('lend')
    .summary('lend a short-lived key pair')
    .description('Lends a key pair with a security token that may do no more than the key that asks for it, and ends by itself.')
    .option('--for <duration>', 'how long it lasts, 15m to 12h', '1h');
  withExamples(withRestrictions(withClientOptions(lend)), [
    ['forewarm keys lend --for 15m --action "Describe*"', 'for somebody who is to look, today'],
  ]).action(async (_own: RestrictionOptions, given: Command) => {
    const { lendKey } = await import('./keys/change.ts');
    await lendKey(given.optsWithGlobals<RestrictionOptions & { for: string }>(), context.io);
  });
}

function registerChanges(keys: Command, { io }: Context): void {
  const update = keys
    .command('update')
    .summary('change what a key is held to')
    .description('Changes what a made key is held to; what is not named stays. Counts at once.')
    .argument('<name>', 'its public key')
    .addOption(
      new Option('--lift <restriction>', 'lift one; may be given several times')
        .choices(['Projects', 'Actions', 'Urls', 'AllowIps', 'MaxPriority', 'DailyUrls', 'ExpireTime', 'Comment'])
        .argParser(collected),
    );
  withExamples(withLasting(withClientOptions(update)), [
    ['forewarm keys update ci --daily-urls 500 --lift Urls', 'another number, and any URL of its projects'],
  ]).action(async (name: string, _own: UpdateOptions, given: Command) => {
    const { updateKey } = await import('./keys/change.ts');
    await updateKey(name, given.optsWithGlobals<UpdateOptions>(), io);
  });

  for (const [name, disabled] of [['disable', true] as const, ['enable', false] as const]) {
    const change = keys
      .command(name)
      .summary(disabled ? 'refuse calls with keys until they are enabled' : 'accept calls with disabled keys again')
      .description(disabled ? 'Refuses calls with these keys at once, until they are enabled.' : 'Accepts calls with these keys again.')
      .argument('<name...>', 'public keys of made keys');
    withExamples(withClientOptions(change), [[`forewarm keys ${name} ci`, 'at once']]).action(
      async (names: readonly string[], _own: ClientOptions, given: Command) => {
        const { setDisabled } = await import('./keys/change.ts');
        await setDisabled(names, disabled, given.optsWithGlobals<ClientOptions>(), io);
      },
    );
  }

  const rotate = keys
    .command('rotate')
    .summary('give a key a new private key')
    .description('Gives a made key a new private key, printed this once only. The one before signs for a while more.')
    .argument('<name>', 'its public key')
    .option('--grace <duration>', 'for how long, up to 30d; 0: not at all', '1d');
  withExamples(withClientOptions(rotate), [['forewarm keys rotate ci --grace 0', 'the private key was seen by others']]).action(
    async (name: string, _own: ClientOptions, given: Command) => {
      const { rotateKey } = await import('./keys/change.ts');
      await rotateKey(name, given.optsWithGlobals<ClientOptions & { grace: string }>(), io);
    },
  );

  const remove = keys
    .command('delete')
    .summary('delete keys')
    .description('Deletes made keys; calls with them are refused at once.')
    .argument('<name...>', 'public keys of made keys');
  withExamples(withClientOptions(remove), [['forewarm keys delete ci', 'and what it has lent ends with it']]).action(
    async (names: readonly string[], _own: ClientOptions, given: Command) => {
      const { deleteKeys } = await import('./keys/change.ts');
      await deleteKeys(names, given.optsWithGlobals<ClientOptions>(), io);
    },
  );
}
