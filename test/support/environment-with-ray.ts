import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rayEnvironment } from './ray-environment';

/**
 * A real environment of the same interpreter, in `folder`, whose Ray says that it is another version, or that has none. Raybar reads what the
 * installed package says of itself and never starts it: a whole other Ray (150 MB from PyPI) would not be seen to be different.
 */
export function environmentWithRay(folder: string, version: string | null): string {
  const ours = rayEnvironment().directory;
  const directory = join(folder, `ray-${version ?? 'none'}`);
  const sitePackages = readdirSync(join(ours, 'lib')).map((python) =>
    join('lib', python, 'site-packages'),
  )[0];
  if (sitePackages === undefined) throw new Error(`no site-packages in ${ours}`);
  mkdirSync(join(directory, 'bin'), { recursive: true });
  mkdirSync(join(directory, sitePackages), { recursive: true });
  cpSync(join(ours, 'pyvenv.cfg'), join(directory, 'pyvenv.cfg'));
  symlinkSync(interpreterOf(ours), join(directory, 'bin', 'python'));
  if (version !== null) {
    const metadata = readFileSync(join(ours, sitePackages, 'ray-2.53.0.dist-info', 'METADATA'), 'utf8');
    const info = join(directory, sitePackages, `ray-${version}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), metadata.replace('Version: 2.53.0', `Version: ${version}`));
  }
  return directory;
}

/** The interpreter that the environment was made from. */
function interpreterOf(directory: string): string {
  const executable = /^executable = (.+)$/m.exec(readFileSync(join(directory, 'pyvenv.cfg'), 'utf8'))?.[1];
  if (executable === undefined) throw new Error('pyvenv.cfg names no executable');
  return executable;
}
