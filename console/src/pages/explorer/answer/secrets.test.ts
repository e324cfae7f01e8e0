import { expect, test } from 'vitest';
import { hasSecrets, hidden, withoutSecrets } from './secrets.ts';

const answer = { RetCode: 0, Credentials: { PublicKey: 'p', PrivateKey: 's', SecurityToken: 't' }, List: [{ PrivateKey: 'u' }] };

test('secrets are hidden wherever they stand, and nothing else is', () => {
  expect(withoutSecrets(answer)).toEqual({
    RetCode: 0,
    Credentials: { PublicKey: 'p', PrivateKey: hidden, SecurityToken: hidden },
    List: [{ PrivateKey: hidden }],
  });
});

test('what is hidden has no secrets left', () => {
  expect([hasSecrets(answer), hasSecrets(withoutSecrets(answer)), hasSecrets({ RetCode: 0 }), hasSecrets(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
