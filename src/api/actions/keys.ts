import type { KeyTerms } from '../../control/keys/madekey.ts';
import type { Handler } from '../handler.ts';
import { fixedKeyFields, madeKeyFields } from './keyanswer.ts';
import { requireManager } from './keymanager.ts';
import { givenTerms, termOf } from './keyterms.ts';

export const createKey: Handler<'CreateUcdnKey'> = async ({ request, key, madeKeys, settings, audit, nowMs }) => {
  requireManager(key);
  const terms = { account: request.Account, ...givenTerms(request, settings.projects) };
  const made = await madeKeys.create(terms, key.publicKey, request.KeyName);
  audit.detail = `made ${made.key.publicKey}: ${JSON.stringify(terms)}`;
  return { Key: madeKeyFields(made.key, nowMs), PrivateKey: made.privateKey };
};

export const describeKeys: Handler<'DescribeUcdnKey'> = async ({ key, madeKeys, settings, nowMs }) => {
  requireManager(key);
  const fixed = settings.fixedKeys.map((one) => fixedKeyFields(one, nowMs));
  const made = madeKeys.all().filter(({ publicKey }) => !madeKeys.isFixed(publicKey));
  return { KeyList: [...fixed, ...made.map((one) => madeKeyFields(one, nowMs))] };
};

export const updateKey: Handler<'UpdateUcdnKey'> = async ({ request, key, madeKeys, settings, audit, nowMs }) => {
  requireManager(key);
  const { KeyName, Disabled, Lift = [] } = request;
  const given = givenTerms(request, settings.projects);
  const updated = await madeKeys.update(KeyName, ({ terms, isDisabled }) => ({
    terms: { ...without(terms, Lift), ...given },
    isDisabled: Disabled ?? isDisabled,
  }));
  const changes = { ...(Disabled !== undefined && { disabled: Disabled }), ...given, ...(Lift.length > 0 && { lifted: Lift }) };
  audit.detail = `changed ${KeyName}: ${JSON.stringify(changes)}`;
  return { Key: madeKeyFields(updated, nowMs) };
};

export const rotateKey: Handler<'RotateUcdnKey'> = async ({ request: { KeyName, GraceSeconds }, key, madeKeys, audit, nowMs }) => {
  requireManager(key);
  const rotated = await madeKeys.rotate(KeyName, GraceSeconds * 1000);
  const { formerUntilMs = 0 } = rotated;
  audit.detail = `rotated ${KeyName}${formerUntilMs > 0 ? `, the former signs until ${new Date(formerUntilMs).toISOString()}` : ''}`;
  return { Key: madeKeyFields(rotated.key, nowMs), PrivateKey: rotated.privateKey, FormerUntil: Math.floor(formerUntilMs / 1000) };
};

export const deleteKey: Handler<'DeleteUcdnKey'> = async ({ request: { KeyName }, key, madeKeys, audit }) => {
  requireManager(key);
  await madeKeys.delete(KeyName);
  audit.detail = `deleted ${KeyName}`;
  return { KeyName };
};

function without(terms: KeyTerms, names: readonly string[]): KeyTerms {
  const lifted = new Set<string>(names.map((name) => termOf[name] ?? ''));
  const kept = Object.entries(terms).filter(([name]) => !lifted.has(name));
  return { ...Object.fromEntries(kept), account: terms.account };
}
