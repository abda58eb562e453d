import { describe, expect, it } from 'vitest';
import {
  knownProblems,
  problemOfLine,
  tellingWords,
} from '../../../../../src/main/logs/problems/known-problems';
import { tellingOffsets } from '../../../../../src/main/logs/problems/telling-lines';
import { logProblemIds } from '../../../../../src/shared/log-problems';

describe('the table of known problems', () => {
  it('has a row for each id, each with words, fixes and an explanation', () => {
    expect(new Set(knownProblems.map(({ id }) => id))).toStrictEqual(new Set(logProblemIds));
    for (const { words, fixes, explanation, pattern } of knownProblems) {
      expect(words.length * fixes.length * explanation.length).toBeGreaterThan(0);
      // A pattern with memory would skip lines.
      expect(pattern.flags).not.toMatch(/[gy]/);
    }
  });

  // What no recording has, in the words of Ray 2.53, Python, PyTorch, MLX and the systems.
  it.each([
    ['token', 'InvalidAuthToken: Authentication token is missing or incorrect'],
    [
      'token',
      'ray.exceptions.AuthenticationError: Token authentication is enabled but no authentication token was found',
    ],
    ['token', 'Token authentication is enabled but the authentication token is invalid or incorrect.'],
    ['token', 'status = UNAUTHENTICATED details = "Invalid or missing authentication token"'],
    [
      'node-dead',
      'ray.exceptions.NodeDiedError: Task failed because the node it was running on is dead or unavailable.',
    ],
    ['open-files', "OSError: [Errno 24] Too many open files: '/tmp/x'"],
    ['process-limit', "RuntimeError: can't start new thread"],
    ['nfs-stale', "OSError: [Errno 70] Stale NFS file handle: '/Volumes/models/x'"],
    ['nfs-stale', "OSError: [Errno 116] Stale file handle: '/mnt/x'"],
    ['port-taken', 'OSError: [Errno 48] Address already in use'],
    [
      'port-taken',
      "OSError: [Errno 98] error while attempting to bind on address ('0.0.0.0', 52365): address already in use",
    ],
    ['disk-full', 'OSError: [Errno 28] No space left on device'],
    [
      'disk-full',
      '[2026-01-02 03:04:05,678 E 1 2] (raylet) file_system_monitor.cc:116: /tmp/ray/session is over 95% full, available space: 2.1 GB; capacity: 494 GB. Object creation will fail if spilling is required.',
    ],
    ['disk-full', 'ray.exceptions.OutOfDiskError: Local disk is full'],
    [
      'object-store-full',
      'ray.exceptions.ObjectStoreFullError: Failed to put object in object store because it is full.',
    ],
    [
      'mps-out-of-memory',
      '[METAL] Command buffer execution failed: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)',
    ],
    ['process-limit', '  what():  Resource temporarily unavailable'],
    ['out-of-memory', '  what():  std::bad_alloc'],
    ['out-of-memory', 'MemoryError'],
    ['out-of-memory', 'OSError: [Errno 12] Cannot allocate memory'],
    [
      'worker-died',
      'ray.exceptions.WorkerCrashedError: The worker died unexpectedly while executing this task.',
    ],
    ['task-failed', 'ray.exceptions.RayTaskError(ValueError): ray::train_step() (pid=1, ip=127.0.0.1)'],
    ['task-failed', 'ray::Trainer.step() (pid=1, ip=127.0.0.1, actor_id=ab, repr=<x>)'],
    ['import-failed', "ModuleNotFoundError: No module named 'torch'"],
    ['process-crashed', 'Fatal Python error: Segmentation fault'],
    ['process-crashed', '*** SIGABRT received at time=1731234567 on cpu 3 ***'],
    ['process-crashed', 'libc++abi: terminating due to uncaught exception of type std::runtime_error: x'],
  ])('%s: %s', (id, line) => {
    expect(problemOfLine(line)?.id).toBe(id);
  });

  it.each([
    'Python patch version mismatch: The cluster was started with:',
    '0 Workers (tasks / actors) killed due to memory pressure (OOM), 0 Workers crashed due to other reasons',
    'exit_type = INTENDED_EXIT, has creation task exception = 0',
    '[2024-05-25 19:43:26,117 W 20500 20504] (raylet) memory_monitor.cc:67: Not running MemoryMonitor. It is currently supported only on Linux.',
    'Generated new authentication token and saved to ~/.ray/auth_token',
    'fig.savefig("stale file handler.png")',
    '- The agent is killed by the OS (e.g., out of memory).',
    'class RayTaskError(RayError):',
    '    raise RuntimeError("MPS backend out of memory (MPS allocated: 34.12 GB)")',
    '(train_step pid=1, ip=192.0.2.2)     raise RuntimeError("MPS backend out of memory")',
    'Running entrypoint for job raysubmit_1: python train.py --note "MPS backend out of memory"',
    "Failed to Import win32api. Import error: No module named 'win32api'",
    '2026-11-21 16:43:55,605\tERROR event_agent.py:99 -- Report event failed: [\'{"label":"RAY_WORKER_FAILURE","message":"A worker died or was killed while executing a task by an unexpected system error."}\']',
  ])('no problem: %s', (line) => {
    expect(problemOfLine(line)).toBeNull();
  });
});

describe('a port that was taken', () => {
  it.each([
    ['[2026-11-21 16:40:07,001 E 1 1] a.cc:123: bind: Address already in use (port 6379)', '6379'],
    [
      "2026-11-21 16:40:10,001 ERROR x.py:44 -- error while attempting to bind on address ('0.0.0.0', 8265): address already in use",
      '8265',
    ],
    ['Error: listen EADDRINUSE: address already in use 127.0.0.1:9851', '9851'],
    ['Error: listen EADDRINUSE: address already in use :::9851', '9851'],
    ['[2026-11-21 16:40:07,001 E 1 1] a.cc:123: Address already in use', null],
  ])('is told by its number, not by the time: %s', (line, port) => {
    expect(problemOfLine(line)?.detail?.([line])).toBe(port);
  });
});

describe('the words that tell', () => {
  it('find every line that a pattern knows', () => {
    for (const { words } of knownProblems) for (const word of words) expect(tellingWords).toContain(word);
    for (const word of tellingWords) expect(word).toMatch(/^[ -~]{4,}$/);
  });

  it('are found in bytes, in order and within bounds', () => {
    const bytes = Buffer.from('one\nToo many open files\ntwo\nMemoryError\n');
    expect(tellingOffsets(bytes)).toStrictEqual([4, 28]);
    expect(tellingOffsets(bytes, 5)).toStrictEqual([28]);
    expect(tellingOffsets(bytes.subarray(24), 0, 14)).toStrictEqual([]);
  });
});
