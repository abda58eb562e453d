import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { rememberPythons } from '../../../../src/main/ray/known-pythons';
import type { ReadPythonEnvironment } from '../../../../src/main/ray/python-environment';
import { temporaryFolder } from '../../../support/temporary-folder';

const folder = temporaryFolder();
let read: ReadPythonEnvironment;

/** An interpreter that notes its starts; what it would find of Ray is in `ray.json`. */
async function installPython(name: string, version = '3.11.7'): Promise<void> {
  const answer = `'{"python": "${version}", "ray": '"$(cat "${folder.file('ray.json')}")"'}'`;
  const script = `#!/bin/sh\necho started >> "${folder.file('starts')}"\nprintf '%s\\n' ${answer}\n`;
  await writeFile(folder.file(name), script, { mode: 0o755 });
}

async function installRay(version: string): Promise<void> {
  await mkdir(folder.file(`packages/ray-${version}.dist-info`), { recursive: true });
  await writeFile(folder.file('ray.json'), JSON.stringify({ version, packages: folder.file('packages') }));
}

beforeEach(async () => {
  read = rememberPythons();
  await mkdir(folder.file('venv/bin'), { recursive: true });
  await installPython('python3.11');
  await symlink(folder.file('python3.11'), folder.file('venv/bin/python'));
  await installRay('2.53.0');
});

const versions = async (): Promise<string> => {
  const found = await read(folder.file('venv'));
  return found.type === 'success'
    ? `${found.value.pythonVersion} ${found.value.rayVersion}`
    : found.error.code;
};
const starts = async (): Promise<number> =>
  (await readFile(folder.file('starts'), 'utf8')).split('\n').filter(Boolean).length;

describe('A Python environment that is read again and again', () => {
  it('is asked once', async () => {
    for (let time = 0; time < 3; time++) expect(await versions()).toBe('3.11.7 2.53.0');
    expect(await starts()).toBe(1);
  });

  it('is asked anew after another Ray was installed', async () => {
    await versions();
    await rm(folder.file('packages/ray-2.53.0.dist-info'), { recursive: true });
    await installRay('2.54.0');
    expect(await versions()).toBe('3.11.7 2.54.0');
    expect(await versions()).toBe('3.11.7 2.54.0');
    expect(await starts()).toBe(2);
  });

  it('is asked anew after its interpreter was replaced, in its place or by another', async () => {
    await versions();
    await rm(folder.file('python3.11'));
    await installPython('python3.11', '3.11.12');
    expect(await versions()).toBe('3.11.12 2.53.0');
    await installPython('python3.12', '3.12.1');
    await rm(folder.file('venv/bin/python'));
    await symlink(folder.file('python3.12'), folder.file('venv/bin/python'));
    expect(await versions()).toBe('3.12.1 2.53.0');
    expect(await starts()).toBe(3);
  });

  it('is said to be gone once it is', async () => {
    await versions();
    await rm(folder.file('venv'), { recursive: true });
    expect(await versions()).toBe('python-missing');
  });

  it('is asked each time while it is not good', async () => {
    await writeFile(folder.file('ray.json'), 'null');
    expect(await versions()).toBe('ray-missing');
    await installRay('2.53.0');
    expect(await versions()).toBe('3.11.7 2.53.0');
  });
});
