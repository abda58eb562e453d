import { describe, expect, it } from 'vitest';
import { objectStoreRefusal } from '../../../../src/main/ray/object-store';

const mac = { memoryBytes: 16 * 2 ** 30 };

describe('An object store', () => {
  it('is Ray’s own matter when it is automatic, and fits when tasks have some memory beside it', () => {
    expect(objectStoreRefusal('auto', mac)).toBeNull();
    expect(objectStoreRefusal(2 * 2 ** 30, mac)).toBeNull();
    // Where 5 % are less than 100 MB, that is enough for Ray.
    expect(objectStoreRefusal(950_000_000, { memoryBytes: 1_000_000_000 })).toBeNull();
  });

  it.each([8e12, mac.memoryBytes, mac.memoryBytes - 99e6])(
    'is refused by its field’s name when Ray could never start with it: %d bytes',
    (bytes) => {
      const refusal = objectStoreRefusal(bytes, mac);
      expect(refusal).toMatchObject({ code: 'worker-resources-refused', retryable: false });
      expect(refusal?.tried).toContain('worker.objectStoreBytes');
      expect(refusal?.found).toContain('of the 16 GB');
      expect(refusal?.fixes[0]).toContain('worker.objectStoreBytes');
    },
  );
});
