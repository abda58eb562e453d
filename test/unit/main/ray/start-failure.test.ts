import { describe, expect, it } from 'vitest';
import { explainStartFailure } from '../../../../src/main/ray/start-failure';

const explain = (...lines: string[]) => explainStartFailure({ lines, code: 1, signal: null });

/** In the words of Ray 2.53.0; the first was seen, the others are in its source. */
const tooLarge =
  'ValueError: After taking into account object store and redis memory usage, the amount of memory on this node available for tasks and actors (-7975.26 GB) is less than -31552% of total. You can adjust these settings with ray.init(memory=<bytes>, object_store_memory=<bytes>).';
const noSharedMemory =
  'ValueError: The configured object store size (30.0 GB) exceeds /dev/shm size (13.5 GB). This will harm performance. Consider deleting files in /dev/shm or increasing its size with --shm-size in Docker. To ignore this warning, set RAY_OBJECT_STORE_ALLOW_SLOW_STORAGE=1.';
const moreThanAll =
  'ValueError: The requested object store memory size is greater than the total available memory.';
const label =
  '`--labels=a/b/c=x,io.raybar/join=1` is not a valid string of key-value pairs, detailed error: Invalid label key prefix `a/b`. Prefix must be a series of DNS labels separated by dots (.), not longer than 253 characters in total. Valid values look like this: `--labels="key1=val1,key2=val2"`';

describe('A `ray start` that ended by itself', () => {
  it.each([tooLarge, noSharedMemory, moreThanAll])(
    'for its object store is not tried again: the owner is to change that field (%#)',
    (line) => {
      const error = explain('  File "resource_and_label_spec.py", line 422', line);
      expect(error).toMatchObject({ code: 'worker-resources-refused', retryable: false });
      expect(error.fixes[0]).toContain('worker.objectStoreBytes');
      expect(error.found).not.toMatch(/-\d/);
    },
  );

  it('for a label is not tried again: the owner is to change that field', () => {
    const error = explain(label);
    expect(error).toMatchObject({ code: 'worker-resources-refused', retryable: false });
    expect(error.found).toContain('Invalid label key prefix `a/b`');
    expect(error.fixes[0]).toContain('worker.labels');
  });

  it('for want of memory with Ray’s own size of the object store is tried again: it may come back', () => {
    const little = tooLarge.replace('-7975.26 GB', '0.06 GB').replace('-31552%', '0%');
    expect(explain(little)).toMatchObject({ code: 'worker-start-failed', retryable: true });
  });

  it('for a custom resource still names the resources', () => {
    const error = explain('ValueError: Resource quantities must all be whole numbers.');
    expect(error).toMatchObject({ code: 'worker-resources-refused', retryable: false });
    expect(error.fixes[0]).toContain('custom resources');
  });

  it('for something that is not known is tried again, and quotes the last word', () => {
    expect(explain('one', 'Fatal: two')).toMatchObject({
      code: 'worker-start-failed',
      retryable: true,
      found: 'It ended with exit code 1: Fatal: two',
    });
  });
});
