/** What is mounted where. */
export interface Mount {
  /** Of NFS "host:/export". */
  device: string;
  mountPoint: string;
  /** "apfs", "nfs", "ext4". */
  type: string;
}

/** Pure: macOS's `mount`: `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)`. A name may hold blanks and brackets. */
export function parseMount(stdout: string): Mount[] {
  return stdout.split('\n').flatMap((line) => {
    const [, device, mountPoint, options = ''] = /^(.+?) on (\/.*) \(([^()]*)\)\s*$/.exec(line) ?? [];
    const type = options.split(',')[0]?.trim() ?? '';
    return device === undefined || mountPoint === undefined || type === ''
      ? []
      : [{ device, mountPoint, type }];
  });
}

/** Pure: Linux's /proc/self/mountinfo (man 5 proc): blanks in names are octal there, and " - " ends the optional fields. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const mountPoint = before.split(' ')[4];
    const [type, device] = after.split(' ');
    return mountPoint === undefined || type === undefined || type === '' || device === undefined
      ? []
      : [{ device: plain(device), mountPoint: plain(mountPoint), type }];
  });
}

const plain = (name: string): string =>
  name.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Pure: the mount that a path lies on, by its name alone; of several on one place the last hides the others. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | null {
  const isOn = ({ mountPoint }: Mount): boolean =>
    mountPoint === '/' || path === mountPoint || path.startsWith(`${mountPoint}/`);
  return mounts
    .filter(isOn)
    .reduce<Mount | null>(
      (best, mount) => (best === null || mount.mountPoint.length >= best.mountPoint.length ? mount : best),
      null,
    );
}

const networkTypes = /^(nfs\d?|smbfs|cifs|smb3|afpfs|webdav|ceph|9p|glusterfs|lustre|fuse\.sshfs)$/;

export const isNetwork = ({ type }: Mount): boolean => networkTypes.test(type);
