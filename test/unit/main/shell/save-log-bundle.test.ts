import { describe, expect, it, vi } from 'vitest';
import { saveLogBundle, type BundleParts } from '../../../../src/main/shell/save-log-bundle';
import { RaybarFailure } from '../../../../src/shared/errors';

function partsWith(own: Partial<BundleParts> = {}) {
  return {
    askForPlace: vi.fn<BundleParts['askForPlace']>(async () => '/Users/me/Desktop/a.zip'),
    write: vi.fn<BundleParts['write']>(async () => undefined),
    now: () => new Date(2026, 10, 21, 17, 2).getTime(),
    ...own,
  };
}

describe('saving a diagnostics bundle', () => {
  it('writes the one that was shown where the owner wants it', async () => {
    const parts = partsWith();
    expect(await saveLogBundle(parts, 'b3')).toBe('/Users/me/Desktop/a.zip');
    expect(parts.askForPlace).toHaveBeenCalledExactlyOnceWith({
      title: 'Save diagnostics',
      fileName: 'raybar-diagnostics-2026-11-21-1702.zip',
      extension: 'zip',
    });
    expect(parts.write).toHaveBeenCalledExactlyOnceWith('b3', '/Users/me/Desktop/a.zip');
  });

  it('writes nothing where the owner thought better of it', async () => {
    const parts = partsWith({ askForPlace: async () => null });
    expect(await saveLogBundle(parts, 'b3')).toBe(null);
    expect(parts.write).not.toHaveBeenCalled();
  });

  it('says where it could not write, and passes on what the bundle itself says', async () => {
    const full = partsWith({ write: () => Promise.reject(new Error('ENOSPC')) });
    await expect(saveLogBundle(full, 'b3')).rejects.toMatchObject({
      error: { code: 'command-failed', tried: 'Wrote /Users/me/Desktop/a.zip', found: 'ENOSPC' },
    });
    const gone = new RaybarFailure({
      code: 'log-view-gone',
      tried: '',
      found: '',
      fixes: [],
      retryable: false,
    });
    const late = partsWith({ write: () => Promise.reject(gone) });
    await expect(saveLogBundle(late, 'b3')).rejects.toBe(gone);
  });
});
