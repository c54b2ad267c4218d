import { BlockList, isIP } from 'node:net';
import { isText, type Node, type Reading, seen } from './reading.ts';

/** A range of addresses such as `10.0.0.0/24` or `2001:db8::/32`: up to 31 bits for IPv4, up to 127 for IPv6. */
export const cidr = (node: Node, { invalid }: Reading): ((value: unknown) => boolean) => {
  // EventBridge speaks of prefix here, too.
  if (!isText(node)) throw invalid('prefix match pattern must be a string', seen(node));
  const [address = '', bits = '', ...more] = node.value.split('/');
  if (bits === '' || more.length > 0) throw invalid("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(bits)) throw invalid('Malformed CIDR, mask bits must be an integer');
  const mask = Number(bits);
  if (mask < 0) throw invalid('Malformed CIDR, mask bits must not be negative');
  if (!LIKE_AN_ADDRESS.test(address)) throw invalid(`Nonstandard IP address: ${address}`);
  if (isIP(address) === 0) throw invalid(`Invalid IP address: ${address}`);
  if (isIP(address) === 4 && mask > 31) throw invalid('IPv4 mask bits must be < 32');
  if (mask > 127) throw invalid('IPv6 mask bits must be < 128');
  const range = new BlockList();
  range.addSubnet(address, mask, familyOf(address));
  return (value) => isAddress(value) && range.check(value, familyOf(value));
};

const LIKE_AN_ADDRESS = /^(\d+\.\d+\.\d+\.\d+|[\da-f:]*:[\da-f:]*)$/i;

export const isAddress = (value: unknown): value is string =>
  typeof value === 'string' && LIKE_AN_ADDRESS.test(value) && isIP(value) !== 0;

/** Whether two addresses are one, however they are written. */
export const sameAddress = (one: string): ((value: unknown) => boolean) => {
  const list = new BlockList();
  list.addAddress(one, familyOf(one));
  return (value) => isAddress(value) && list.check(value, familyOf(value));
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
