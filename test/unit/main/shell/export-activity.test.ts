import { describe, expect, it, vi } from 'vitest';
import { exportActivity, type ActivityExportParts } from '../../../../src/main/shell/export-activity';
import { historyCsv } from '../../../../src/shared/view/history-csv';
import { errorOf } from '../../../support/error-of';
import { exampleHistory } from '../../../support/example-history';

/** 2026-11-20 17:02 by whatever clock runs the test. */
const now = new Date(2026, 10, 20, 17, 2).getTime();

function partsWith(change: Partial<ActivityExportParts> = {}) {
  return {
    history: vi.fn<ActivityExportParts['history']>(async (span) => exampleHistory({ span })),
    askForPlace: vi.fn<ActivityExportParts['askForPlace']>(async () => '/Users/me/Desktop/activity'),
    write: vi.fn<ActivityExportParts['write']>(async () => undefined),
    now: () => now,
    ...change,
  };
}

describe('exporting what was measured', () => {
  it('asks for a place under a name that tells span and time, and writes the values there', async () => {
    const parts = partsWith();
    expect(await exportActivity(parts, { format: 'csv', span: '3h' })).toBe('/Users/me/Desktop/activity');
    expect(parts.askForPlace).toHaveBeenCalledExactlyOnceWith({
      title: 'Export activity as CSV',
      fileName: 'raybar-activity-3h-2026-11-20-1702.csv',
      extension: 'csv',
    });
    expect(parts.write).toHaveBeenCalledExactlyOnceWith(
      '/Users/me/Desktop/activity',
      historyCsv(exampleHistory({ span: '3h' })),
    );
  });

  it('writes the picture that the window has drawn', async () => {
    const parts = partsWith();
    const pixels = Buffer.from('a picture');
    await exportActivity(parts, {
      format: 'png',
      span: '10min',
      image: `data:image/png;base64,${pixels.toString('base64')}`,
    });
    expect(parts.write).toHaveBeenCalledExactlyOnceWith('/Users/me/Desktop/activity', pixels);
    expect(parts.history).not.toHaveBeenCalled();
  });

  it('writes nothing when the owner thinks better of it', async () => {
    const parts = partsWith({ askForPlace: async () => null });
    expect(await exportActivity(parts, { format: 'csv', span: '24h' })).toBe(null);
    expect(parts.write).not.toHaveBeenCalled();
  });

  it('says which file could not be written, and why', async () => {
    const parts = partsWith({ write: () => Promise.reject(new Error('ENOSPC: no space left on device')) });
    const error = await errorOf(exportActivity(parts, { format: 'csv', span: '24h' }));
    expect(error).toMatchObject({
      code: 'command-failed',
      tried: 'Wrote /Users/me/Desktop/activity',
      found: 'ENOSPC: no space left on device',
    });
  });
});
