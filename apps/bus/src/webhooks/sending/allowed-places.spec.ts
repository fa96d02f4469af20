import fc from 'fast-check';
import { allowedPlaces, isAllowedAddress } from './allowed-places';

const nothingElse = allowedPlaces([], []);

it.each([
  '1.1.1.1',
  '113.160.1.1',
  '203.162.4.190',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '223.255.255.255',
  '2001:ee0::1',
  '2405:4800::1',
])('%s is public', (address) => expect(isAllowedAddress(address, nothingElse)).toBe(true));

it.each([
  ['unspecified', '0.0.0.0'],
  ['this network', '0.1.2.3'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['private', '10.0.0.1'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['link-local, and what tells secrets in clouds', '169.254.169.254'],
  ['shared, and what tells secrets in a cloud', '100.100.100.200'],
  ['shared', '100.64.0.1'],
  ['shared', '100.127.255.255'],
  ['the host of a cloud', '168.63.129.16'],
  ['of protocols', '192.0.0.192'],
  ['documentation', '192.0.2.1'],
  ['documentation', '198.51.100.7'],
  ['documentation', '203.0.113.9'],
  ['benchmarks', '198.18.0.1'],
  ['6to4 relays', '192.88.99.1'],
  ['multicast', '224.0.0.1'],
  ['multicast', '239.255.255.250'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified', '::'],
  ['loopback', '::1'],
  ['IPv4-mapped', '::ffff:127.0.0.1'],
  ['IPv4-mapped of a public one', '::ffff:1.1.1.1'],
  ['IPv4-mapped in hex', '::ffff:7f00:1'],
  ['IPv4-compatible', '::127.0.0.1'],
  ['IPv4-compatible of a public one', '::1.1.1.1'],
  ['IPv4-translated', '::ffff:0:10.0.0.1'],
  ['NAT64', '64:ff9b::10.0.0.1'],
  ['NAT64 of a public one', '64:ff9b::1.1.1.1'],
  ['NAT64 of a network', '64:ff9b:1::10.0.0.1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001::1'],
  ['unique local', 'fc00::1'],
  ['unique local, and what tells secrets in a cloud', 'fd00:ec2::254'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', 'ff02::1'],
  ['documentation', '2001:db8::1'],
  ['documentation', '3fff::1'],
  ['discard', '100::1'],
  ['not given out', '4000::1'],
  ['no address', 'localhost'],
  ['nothing', ''],
])('what is %s is not: %s', (_, address) => expect(isAllowedAddress(address, nothingElse)).toBe(false));

it('takes what the operator allows, and of that no more', () => {
  const allowed = allowedPlaces([], ['10.1.0.0/16', '192.168.7.7', 'fd12::/32']);
  expect(['10.1.255.1', '192.168.7.7', 'fd12::9'].map((each) => isAllowedAddress(each, allowed))).toEqual([
    true,
    true,
    true,
  ]);
  const others = ['10.2.0.1', '192.168.7.8', 'fd13::1', '::ffff:10.1.0.1', '127.0.0.1'];
  expect(others.filter((each) => isAllowedAddress(each, allowed))).toEqual([]);
});

it('lets no address of a private network through, however it is mapped into IPv6', () =>
  fc.assert(
    fc.property(
      fc.ipV4().filter((each) => /^(10|127)\./.test(each)),
      (address) =>
        expect(
          ['', '::', '::ffff:', '64:ff9b::', '::ffff:0:'].filter((before) =>
            isAllowedAddress(`${before}${address}`, nothingElse),
          ),
        ).toEqual([]),
    ),
  ));
