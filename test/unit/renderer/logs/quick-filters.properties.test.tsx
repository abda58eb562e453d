// @vitest-environment happy-dom
import { act, cleanup } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { failure, type Result } from '../../../../src/shared/errors';
import type { CommandName } from '../../../../src/shared/ipc';
import type { LogViewState } from '../../../../src/shared/log-views';
import { exampleRow, exampleSources } from '../../../support/example-logs';
import { createFakeLogs } from '../../../support/fake-logs';
import type { Answers } from '../fake-bridge';
import { drawLogs } from './draw-logs';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const error = { code: 'log-engine-failed' as const, tried: '', found: '', fixes: [], retryable: true };
const rows = Array.from({ length: 500 }, (_, index) =>
  exampleRow(index, `line number ${index}`, {
    level: index % 100 >= 40 && index % 100 < 60 ? 'error' : 'info',
  }),
);

/** An engine that takes one question after the other, when it is told to; its answers and events come when they are told to. */
function slowEngine() {
  const logs = createFakeLogs({ rows, sources: exampleSources });
  const questions: (() => void)[] = [];
  const answered: (() => void)[] = [];
  const events: (() => void)[] = [];
  let isSlow = false;
  let emit = (_state: LogViewState): void => undefined;
  const slowly =
    <I, V>(name: CommandName, ask: ((input: I) => Result<V>) | undefined) =>
    (input: I): Result<V> | Promise<Result<V>> => {
      const now = (): Result<V> => ask?.(input) ?? failure(error);
      if (!isSlow) return now();
      return new Promise((resolve) => {
        questions.push(() => {
          const answer = now();
          answered.push(() => resolve(answer));
          const state = logs.state();
          if (name === 'logsChange') events.push(() => emit(state));
        });
      });
    };
  const { logsChange, logsLocate, logsRows } = logs.answers;
  const answers: Answers = {
    ...logs.answers,
    logsChange: slowly('logsChange', logsChange),
    logsLocate: slowly('logsLocate', logsLocate),
    logsRows: slowly('logsRows', logsRows),
  };
  return {
    answers,
    logs,
    begin(emitNow: (state: LogViewState) => void) {
      isSlow = true;
      emit = emitNow;
    },
    /** False where it has none. */
    takeQuestion: () => run(questions),
    answer: () => run(answered),
    tell: () => run(events),
  };
}

function run(waiting: (() => void)[]): boolean {
  const next = waiting.shift();
  next?.();
  return next !== undefined;
}

const steps = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('5', '4', '1') },
    { weight: 3, arbitrary: fc.constant('takeQuestion') },
    { weight: 3, arbitrary: fc.constant('answer') },
    { weight: 3, arbitrary: fc.constant('tell') },
  ),
  { maxLength: 30 },
);

it.each([
  ['that they let through stays chosen, and where it was', 250, (before: number) => before],
  ['that they hide is chosen again, and in sight', 220, () => expect.toSatisfy((row) => row >= 0)],
])('however fast filters come and go, the line %s', async (_, line, wanted) => {
  await fc.assert(
    fc.asyncProperty(steps, async (todo) => {
      const engine = slowEngine();
      const drawn = await drawLogs({ anchor: { key: `1:${line}` } }, {}, engine.answers);
      const chosen = () => document.querySelector('.log-line.active .cell-text')?.textContent;
      const place = () => drawn.inSight().indexOf(`line number ${line}`);
      const before = place();
      engine.begin((state) => drawn.bridge.emit('logView', state));
      for (const step of todo) {
        if (step === 'takeQuestion' || step === 'answer' || step === 'tell')
          await act(async () => void engine[step]());
        else await drawn.press(step);
      }
      await drawn.press('1');
      const goOn = (): boolean => engine.takeQuestion() || engine.answer() || engine.tell();
      while (await act(async () => goOn()));
      expect([chosen(), place()]).toEqual([`line number ${line}`, wanted(before)]);
      cleanup();
      vi.restoreAllMocks();
    }),
    { numRuns: 20 },
  );
});
