import { networkInterfaces } from 'node:os';

/** True for an address of this machine, loopback included. A name is not looked up: it counts as elsewhere. */
export const isOwnAddress = (address: string): boolean =>
  address === 'localhost' ||
  Object.values(networkInterfaces()).some((entries) => entries?.some((entry) => entry.address === address));
