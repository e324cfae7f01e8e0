import { expect, test } from 'vitest';
import { none, parametersOf, restrictionsOf, type Key } from './restrictions.ts';

const key: Key = {
  PublicKey: 'partner',
  Fixed: false,
  Account: 'main',
  State: 'active',
  Projects: ['a', 'b'],
  Actions: ['*'],
  Urls: [],
  AllowIps: ['10.0.0.0/8'],
  ExpireTime: 1_900_000_020,
  MaxPriority: 5,
  DailyUrls: 0,
  Basic: true,
  Comment: 'a partner',
  CreateTime: 1,
  CreatedBy: 'me',
  FormerUntil: 0,
};

test('a form that nothing was changed in asks for what the key has already, and lifts what it has not', () => {
  expect(parametersOf(restrictionsOf(key), false)).toEqual({
    Projects: ['a', 'b'],
    AllowIps: ['10.0.0.0/8'],
    MaxPriority: 5,
    ExpireTime: 1_900_000_020,
    Basic: true,
    Comment: 'a partner',
    Lift: ['Actions', 'Urls', 'DailyUrls'],
  });
});

test('a new key lifts nothing', () => {
  expect(parametersOf({ ...none, actions: ' Describe*,\nGet* ,' }, true)).toEqual({
    Actions: ['Describe*', 'Get*'],
    MaxPriority: 9,
    Basic: false,
  });
});
