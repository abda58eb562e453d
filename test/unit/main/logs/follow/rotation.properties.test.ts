import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { startTestEngine } from '../../../../support/log-engine';
import { numberOf, RotatingLog } from '../../../../support/rotating-log';

const deeds = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('append'), lines: fc.nat(40), whole: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom('rename', 'copyAndCut', 'cut', 'remove', 'look', 'follow'),
        lines: fc.constant(0),
        whole: fc.constant(true),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('renameWhileListed', 'copyAndCutWhileListed'),
        lines: fc.nat(5),
        whole: fc.boolean(),
      }),
    },
  ),
  { minLength: 5, maxLength: 30 },
);

describe('whatever is done to a log while it is followed', () => {
  it.each([true, false])(
    'each of its lines is told exactly once and in order (with times: %s)',
    async (timed) => {
      await fc.assert(
        fc.asyncProperty(deeds, async (steps) => {
          const logs = startTestEngine();
          try {
            const log = new RotatingLog(logs.folder, timed);
            const { catalogue } = logs.engine;
            const scan = catalogue.scan.bind(catalogue);
            /** Done between a listing and what is opened of it. */
            const whileListed: (() => void)[] = [];
            vi.spyOn(catalogue, 'scan').mockImplementation((folder) => {
              const listed = scan(folder);
              whileListed.shift()?.();
              return listed;
            });
            log.append(1);
            const { state } = logs.open();
            const told: number[] = [1];
            const follow = async (): Promise<void> => {
              const { rows } = await logs.follow(state.view, 5_000);
              // One that rested for two seconds, as on a busy machine, comes again once it is whole.
              told.push(...rows.flatMap(({ text, unfinished }) => (unfinished ? [] : numberOf(text))));
            };
            const seeAll = async (): Promise<void> => {
              whileListed.length = 0;
              log.finish();
              logs.engine.look();
              await follow();
            };
            for (const { kind, lines, whole } of steps) {
              if (kind === 'append') log.append(lines, whole);
              else if (kind === 'rename') log.rename();
              else if (kind === 'copyAndCut') log.copyAndCut();
              else if (kind === 'renameWhileListed' || kind === 'copyAndCutWhileListed') {
                // A look lists a folder five times at most.
                if (whileListed.length === 4) continue;
                whileListed.push(() => {
                  if (kind === 'renameWhileListed') log.rename();
                  else log.copyAndCut();
                  log.append(lines, whole);
                });
              } else if (kind === 'look') logs.engine.look();
              else if (kind === 'follow') await follow();
              else {
                // What is cut away or removed before anybody has seen it is gone: here somebody has.
                await seeAll();
                if (kind === 'cut') log.cut();
                else log.remove();
              }
            }
            await seeAll();
            expect(told).toEqual(Array.from({ length: log.written }, (_, index) => index + 1));
          } finally {
            logs.close();
          }
        }),
        { numRuns: 100 },
      );
    },
  );
});
