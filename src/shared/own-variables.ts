/**
 * Environment variables that Raybar sets for Ray itself, and why the owner's would undo that: a token in a variable would win over
 * the file, RAY_ADDRESS over --address in what tasks start.
 */
const ownVariables: ReadonlyMap<string, string> = new Map([
  ['RAY_ADDRESS', 'the head’s address is set by cluster.headAddress'],
  ['RAY_AUTH_TOKEN', 'the token comes from the file that cluster.tokenFile names'],
  ['RAY_AUTH_TOKEN_PATH', 'the token’s file is set by cluster.tokenFile'],
  ['RAY_AUTH_MODE', 'whether there is a token is said by cluster.tokenFile'],
  ['RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER', 'Raybar sets it where Ray needs it'],
]);

/** Why a variable can't be the owner's to set; null when it can. */
export const whyOwnVariable = (name: string): string | null =>
  name.startsWith('RAYBAR_')
    ? 'names that begin with RAYBAR_ are Raybar’s own'
    : (ownVariables.get(name) ?? null);
