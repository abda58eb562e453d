import { expect, it } from 'vitest';
import { RaybarFailure } from '../../../../src/shared/errors';
import { routeAddress } from '../../../../src/main/system/route-address';

const codeOf = (running: Promise<unknown>): Promise<string> =>
  running.then(
    () => 'no error',
    (error: unknown) => (error instanceof RaybarFailure ? error.error.code : String(error)),
  );

it('a head on this machine is reached from the loopback address', async () => {
  expect(await routeAddress('127.0.0.1', 6379)).toBe('127.0.0.1');
});

it('a name is looked up first', async () => {
  const lookedUp: string[] = [];
  const lookup = async (host: string) => {
    lookedUp.push(host);
    return { address: '127.0.0.1', family: 4 };
  };
  expect(await routeAddress('head.example', 6379, lookup)).toBe('127.0.0.1');
  expect(lookedUp).toEqual(['head.example']);
});

it('a name without an address is told apart from a missing route', async () => {
  const lookup = () => Promise.reject(new Error('getaddrinfo ENOTFOUND head.example'));
  expect(await codeOf(routeAddress('head.example', 6379, lookup))).toBe('head-name-unknown');
});

it('an address that no interface leads to is told', async () => {
  // Class E: no routing table has it.
  expect(await codeOf(routeAddress('255.255.255.255', 6379))).toBe('own-address-unknown');
});
