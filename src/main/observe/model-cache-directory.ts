import path from 'node:path';

/**
 * Pure: where the models' cache is, by the rules of huggingface_hub (docs: “Environment variables”): HF_HOME, else `huggingface` in
 * XDG_CACHE_HOME, else in ~/.cache.
 *
 * @param chosen the setting; the environment is the worker's
 */
export function modelCacheDirectory(
  chosen: 'auto' | (string & {}),
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (chosen !== 'auto') return expandHome(chosen, home);
  const { HF_HOME: hfHome, XDG_CACHE_HOME: cacheHome } = environment;
  if (hfHome !== undefined && hfHome !== '') return expandHome(hfHome, home);
  const caches = cacheHome === undefined || cacheHome === '' ? path.join(home, '.cache') : cacheHome;
  return path.join(expandHome(caches, home), 'huggingface');
}

const expandHome = (directory: string, home: string): string =>
  path.resolve(home, directory.replace(/^~(?=\/|$)/, home));
