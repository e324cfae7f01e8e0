import { describe, expect, test } from 'vitest';
import { AddressRule } from './rule.ts';

const refused = [
  '127.0.0.1',
  '127.255.255.254',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '0.0.0.0',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fec0::1',
  'ff02::1',
  '100::1',
  '2001:db8::1',
  '2001::1',
  '3fff::1',
  '5f00::1',
  // Forms of IPv4 within IPv6.
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '::10.0.0.1',
  '64:ff9b::169.254.169.254',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  // What is no address.
  '',
  'localhost',
  '1',
];

const public_ = [
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.63.255.255',
  '168.63.129.17',
  '2606:4700::1111',
  '2a00::1',
  '64:ff9b::8.8.8.8',
  '::ffff:8.8.8.8',
  '2002:808:808::1',
];

describe('without anything allowed', () => {
  const rule = new AddressRule([]);
  test.each(refused)('%s may not be dialled', (address) => {
    expect(rule.allows(address)).toBe(false);
  });
  test.each(public_)('%s may', (address) => {
    expect(rule.allows(address)).toBe(true);
  });
});

describe('with something allowed', () => {
  const rule = new AddressRule(['10.0.0.0/8', '192.168.1.1', 'fd00::/8', '::1']);
  test.each(['10.1.2.3', '192.168.1.1', 'fd00::1', '::1', '::ffff:10.1.2.3', '64:ff9b::a01:203', '8.8.8.8'])(
    '%s may be dialled',
    (address) => {
      expect(rule.allows(address)).toBe(true);
    },
  );
  test.each(['11.0.0.1'])('%s is public all the same', (address) => {
    expect(rule.allows(address)).toBe(true);
  });
  test.each(['192.168.1.2', '127.0.0.1', 'fc00::1', '::ffff:192.168.1.2', '169.254.169.254'])('%s may not', (address) => {
    expect(rule.allows(address)).toBe(false);
  });
});
