import { firstGroup, type KnownProblem } from './known-problem';

/** Memory of this machine: the GPU's, the processes', Ray's object store. */
export const memoryProblems: readonly KnownProblem[] = [
  {
    id: 'mps-out-of-memory',
    level: 'error',
    title: 'The GPU ran out of memory (MPS)',
    explanation:
      'A task asked Metal for more unified memory than PyTorch or the system allows the GPU to hold. Other apps’ memory counts, too.',
    fixes: [
      'Use smaller batches, or a smaller or quantised model.',
      'Let fewer GPU tasks run here at once: ask for a whole gpu_apple_mps in each.',
      'PYTORCH_MPS_HIGH_WATERMARK_RATIO=0.0 lifts PyTorch’s limit, and can take the whole machine down.',
    ],
    link: { doctorCheck: 'memory' },
    words: ['MPS backend out of memory', 'CallbackErrorOutOfMemory', 'Insufficient Memory'],
    pattern:
      /MPS backend out of memory|kIOGPUCommandBufferCallbackErrorOutOfMemory|Command buffer execution failed: Insufficient Memory/,
    detail: ([line = '']) => {
      const [, tried] = /Tried to allocate ([\d.]+ [KMGT]i?B)/.exec(line) ?? [];
      const [, most] = /max allowed: ([\d.]+ [KMGT]i?B)/.exec(line) ?? [];
      return tried === undefined || most === undefined ? null : `wanted ${tried} more, ${most} are allowed`;
    },
  },
  {
    id: 'ray-out-of-memory',
    level: 'error',
    title: 'Ray ended tasks because memory ran low',
    explanation:
      'Ray’s memory monitor ends the newest task when a node’s memory is nearly full. It runs on Linux only: on a Mac the system does so itself, without a word in these logs.',
    fixes: [
      'Let fewer tasks run at once: ask for more CPUs or memory in each.',
      'Use smaller batches or a smaller model.',
    ],
    link: { doctorCheck: 'memory' },
    words: ['low on memory', 'memory pressure'],
    pattern:
      /killed due to the node running low on memory|\b[1-9]\d* Workers \(tasks \/ actors\) killed due to memory pressure/,
    detail: firstGroup(/ was ([\d.]+ ?[KMGT]i?B \/ [\d.]+ ?[KMGT]i?B)/),
  },
  {
    id: 'object-store-full',
    level: 'error',
    title: 'Ray’s object store is full',
    explanation:
      'Results and arguments that are still needed fill the memory that Ray keeps for objects, and none of it could be spilled to disk. On macOS it is 2 GiB at most unless told otherwise.',
    fixes: [
      'Give the object store more memory in Settings.',
      'Let tasks give back smaller results, or delete references sooner.',
    ],
    link: { doctorCheck: 'memory' },
    words: ['ObjectStoreFullError', 'bject store is full', 'is full. Object size is'],
    pattern: /ObjectStoreFullError: |\bobject store is full\b|is full\. Object size is/i,
  },
  {
    id: 'out-of-memory',
    level: 'error',
    title: 'A process ran out of memory',
    explanation: 'The system or the device gave a process no more memory.',
    fixes: ['Use smaller batches or a smaller model.', 'Close apps that hold much memory.'],
    link: { doctorCheck: 'memory' },
    words: ['annot allocate memory', 'std::bad_alloc', 'MemoryError', 'CUDA out of memory'],
    pattern:
      /Cannot allocate memory|std::bad_alloc|^(?:[\w.]+\.)?(?:OutOf)?MemoryError(?::|$)|CUDA out of memory/,
  },
];
