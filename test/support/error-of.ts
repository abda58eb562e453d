import { RaybarFailure, type RaybarError } from '../../src/shared/errors';

/** The RaybarError that a promise fails with; anything else that it does fails the test. */
export async function errorOf(failing: Promise<unknown>): Promise<RaybarError> {
  try {
    await failing;
  } catch (error) {
    if (error instanceof RaybarFailure) return error.error;
    throw error;
  }
  throw new Error('it did not fail');
}
