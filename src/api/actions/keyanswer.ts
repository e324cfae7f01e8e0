import type { KeyTerms, MadeKey } from '../../control/keys/madekey.ts';
import type { Answer } from '../../wire/actions.ts';
import { highestPriority, termsOf } from '../access/keys.ts';
import type { KeyOptions } from '../options.ts';

type KeyFields = Answer<'DescribeUcdnKey'>['KeyList'][number];

/** A made key as answers tell it: never its private keys. */
export function madeKeyFields(key: MadeKey, nowMs: number): KeyFields {
  const { publicKey, terms, isDisabled, privateKeys, createdAtMs, createdBy } = key;
  const formerUntilMs = privateKeys.find(({ untilMs = 0 }) => untilMs > nowMs)?.untilMs ?? 0;
  return {
    ...termFields(terms),
    PublicKey: publicKey,
    Fixed: false,
    State: privateKeys.length === 0 ? 'unreadable' : isDisabled ? 'disabled' : stateByTime(terms, nowMs),
    CreateTime: Math.floor(createdAtMs / 1000),
    CreatedBy: createdBy,
    FormerUntil: Math.floor(formerUntilMs / 1000),
  };
}

export function fixedKeyFields(key: KeyOptions, nowMs: number): KeyFields {
  const { publicKey, privateKey: _, ...given } = key;
  const terms = termsOf(given);
  return {
    ...termFields(terms),
    PublicKey: publicKey,
    Fixed: true,
    State: stateByTime(terms, nowMs),
    CreateTime: 0,
    CreatedBy: '',
    FormerUntil: 0,
  };
}

function stateByTime({ expiresMs = Infinity }: KeyTerms, nowMs: number): 'active' | 'ended' {
  return nowMs < expiresMs ? 'active' : 'ended';
}

function termFields(terms: KeyTerms) {
  const { account, projects = [], actions = ['*'], urls = [], allowIps = [], expiresMs, maxPriority, dailyUrls, basic, comment } = terms;
  return {
    Account: account,
    Projects: [...projects],
    Actions: [...actions],
    Urls: [...urls],
    AllowIps: [...allowIps],
    ExpireTime: Math.floor((expiresMs ?? 0) / 1000),
    MaxPriority: maxPriority ?? highestPriority,
    DailyUrls: dailyUrls ?? 0,
    Basic: basic ?? false,
    Comment: comment ?? '',
  };
}
