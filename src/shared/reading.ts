/** A reading that a machine does not give is unavailable with its reason, never 0. */
export interface Unavailable {
  unavailable: string;
}
export type Reading<T> = T | Unavailable;

export const isAvailable = <T>(reading: Reading<T>): reading is Exclude<Reading<T>, Unavailable> =>
  !isUnavailable(reading);

/** For readings whose type says nothing. */
export const isUnavailable = (reading: unknown): reading is Unavailable =>
  typeof reading === 'object' &&
  reading !== null &&
  'unavailable' in reading &&
  typeof reading.unavailable === 'string';
