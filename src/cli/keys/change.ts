import { writeJson, writeLines, type ClientOptions } from '../common.ts';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { readDuration, shownTime } from '../screen/times.ts';
import { tellPair } from './create.ts';
import { keyTable } from './list.ts';
import { lastingOf, restrictionsOf, type LastingOptions, type RestrictionOptions } from './restrictions.ts';

/** Disables or enables keys, in their order. */
export async function setDisabled(names: readonly string[], disabled: boolean, options: ClientOptions, io: Io): Promise<void> {
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const keys = [];
  for (const KeyName of new Set(names)) keys.push((await client.call('UpdateUcdnKey', { KeyName, Disabled: disabled })).Key);
  if (options.json === true) writeJson(io, { KeyList: keys });
  else writeLines(io, keyTable(keys, io));
}

export type UpdateOptions = LastingOptions & { readonly lift?: readonly string[] };

export async function updateKey(KeyName: string, options: UpdateOptions, io: Io): Promise<void> {
  const changes = { ...lastingOf(options), ...(options.lift !== undefined && { Lift: [...options.lift] }) };
  if (Object.keys(changes).length === 0)
    throw new UsageError('nothing was named that should change', ['forewarm keys update --help lists what can.']);
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('UpdateUcdnKey', { KeyName, ...changes });
  if (options.json === true) writeJson(io, answer);
  else writeLines(io, keyTable([answer.Key], io));
}

export async function rotateKey(KeyName: string, options: ClientOptions & { readonly grace: string }, io: Io): Promise<void> {
  const GraceSeconds = options.grace === '0' ? 0 : Math.ceil(readDuration(options.grace, '--grace') / 1000);
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('RotateUcdnKey', { KeyName, GraceSeconds });
  if (options.json === true) {
    writeJson(io, answer);
    return;
  }
  tellPair(KeyName, answer.PrivateKey, io);
  const { FormerUntil } = answer;
  io.stderr.write(FormerUntil === 0 ? 'The one before has ended.\n' : `The one before signs until ${shownTime(FormerUntil)}.\n`);
}

export async function deleteKeys(names: readonly string[], options: ClientOptions, io: Io): Promise<void> {
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const gone = [];
  for (const KeyName of new Set(names)) {
    gone.push(await client.call('DeleteUcdnKey', { KeyName }));
    if (options.json !== true) writeLines(io, [`${KeyName} is deleted`]);
  }
  if (options.json === true) writeJson(io, { KeyList: gone });
}

export async function lendKey(options: RestrictionOptions & { readonly for: string }, io: Io): Promise<void> {
  const DurationSeconds = Math.ceil(readDuration(options.for, '--for') / 1000);
  const { connect } = await import('../connect.ts');
  const client = await connect(io, options);
  const answer = await client.call('AssumeUcdnRole', { DurationSeconds, ...restrictionsOf(options) });
  if (options.json === true) {
    writeJson(io, answer);
    return;
  }
  const { PublicKey, PrivateKey, SecurityToken, Expiration } = answer.Credentials;
  tellPair(PublicKey, PrivateKey, io, [`FOREWARM_SECURITY_TOKEN=${SecurityToken}`]);
  io.stderr.write(`They end at ${shownTime(Expiration)}.\n`);
}
