import type { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { RaybarFailure } from '../../../../src/shared/errors';
import { checkOwnAddress, isOwnAddress } from '../../../../src/main/worker/own-address';

type Interfaces = ReturnType<typeof networkInterfaces>;

const mac: Interfaces = {
  lo0: [
    { address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '', internal: true, cidr: null },
    { address: '::1', netmask: '', family: 'IPv6', mac: '', internal: true, cidr: null, scopeid: 0 },
  ],
  en0: [
    { address: '10.0.0.7', netmask: '255.255.255.0', family: 'IPv4', mac: '', internal: false, cidr: null },
    { address: 'fe80::1', netmask: '', family: 'IPv6', mac: '', internal: false, cidr: null, scopeid: 4 },
    { address: '2001:db8::7', netmask: '', family: 'IPv6', mac: '', internal: false, cidr: null, scopeid: 0 },
  ],
};

describe('An address is this machine’s', () => {
  it.each([
    '10.0.0.7',
    'localhost',
    '127.0.0.1',
    '127.0.0.2',
    '127.255.0.9',
    '::1',
    '2001:DB8:0:0::7',
    'fe80::1%en0',
  ])('where an interface has it, or it is loopback: %s', (address) => {
    expect(isOwnAddress(address, mac)).toBe(true);
  });

  it.each(['10.0.0.8', '192.0.2.7', '2001:db8::8', '128.0.0.1', 'head.local'])(
    'and not where none has it: %s',
    (address) => {
      expect(isOwnAddress(address, mac)).toBe(false);
    },
  );
});

describe('The own IP address of the settings', () => {
  it('is taken when it is this machine’s, or automatic', () => {
    for (const own of ['auto', '10.0.0.7', '127.0.0.2', '2001:db8::7'])
      expect(() => checkOwnAddress(own, mac)).not.toThrow();
  });

  it('is refused by its field’s name when it is not, with those that could be meant', () => {
    const error = refusalOf('192.0.2.7', mac);
    expect(error).toMatchObject({ code: 'own-address-unknown', retryable: true });
    expect(error.tried).toContain('worker.nodeIpAddress');
    expect(error.found).toContain('192.0.2.7');
    expect(error.fixes[0]).toContain('10.0.0.7, 2001:db8::7');
    expect(error.fixes[0]).not.toMatch(/127\.0\.0\.1|fe80/);
  });

  it('is refused in words that fit a machine without a network, too', () => {
    const { found, fixes } = refusalOf('10.0.0.7', { lo0: mac['lo0'] });
    expect(found).toContain('It has none beside loopback now.');
    expect(fixes[0]).toBe('Choose “Automatic” as own IP address in Settings.');
  });
});

function refusalOf(own: string, interfaces: Interfaces): RaybarFailure['error'] {
  try {
    checkOwnAddress(own, interfaces);
  } catch (thrown) {
    if (thrown instanceof RaybarFailure) return thrown.error;
    throw thrown;
  }
  throw new Error(`${own} was taken`);
}
