import { describe, expect, it } from 'vitest';
import { BENCH_NAMES, BENCH_USAGE, readBenchArguments } from '../../../scripts/bench-arguments.mjs';

describe('npm run bench', () => {
  it.each(BENCH_NAMES)('knows %s, and tells of it', (name) => {
    expect(readBenchArguments([name, '--json'])).toEqual({ name, rounds: null, json: true });
    expect(BENCH_USAGE).toContain(`\n  ${name} `);
  });

  it.each([
    [['--rounds', '3', 'join'], 3],
    [['join', '--rounds=12'], 12],
  ])('%j runs so many rounds', (args, rounds) => {
    expect(readBenchArguments(args)).toEqual({ name: 'join', rounds, json: false });
  });

  it.each([
    [[], 'Name one'],
    [['join', 'drain'], 'Name one'],
    [['sleep'], 'no bench sleep'],
    [['join', '--fast'], '--fast'],
    [['join', '--rounds', 'many'], '--rounds'],
    [['join', '--rounds=0'], '--rounds'],
    [['join', '--rounds'], '--rounds'],
  ])('refuses %j and says why', (args, why) => {
    const { name, problem } = readBenchArguments(args);
    expect(name).toBeNull();
    expect(problem).toContain(why);
  });

  it('shows its usage without a problem', () => {
    expect(readBenchArguments(['--help'])).toEqual({ name: null, rounds: null, json: false });
  });
});
