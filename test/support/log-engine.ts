import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LogEngine } from '../../src/main/logs/engine/log-engine';
import { createSearchAnswers } from '../../src/main/logs/search/search-thread';
import type { LogPlaces } from '../../src/main/logs/sources/log-places';
import type { LogProblems } from '../../src/shared/log-problems';
import {
  type LogAnchor,
  type LogFollow,
  type LogOpened,
  type LogMatch,
  type LogMatchDirection,
  logQuerySchema,
  type LogQueryInput,
  type LogRow,
  type LogSearch,
  type LogViewState,
} from '../../src/shared/log-views';
import { waitFor } from './wait-for';

/** The engine over a folder of its own, searched in this thread; it looks when it is told to. */
export interface TestEngine {
  engine: LogEngine;
  folder: string;
  states: LogViewState[];
  write(file: string, text: string | Buffer): void;
  append(file: string, text: string): void;
  setPlaces(places: Partial<LogPlaces>): void;
  open(query?: LogQueryInput, anchor?: LogAnchor, search?: LogSearch | null): LogOpened;
  rows(view: string, from?: number, count?: number): Promise<(LogRow | null)[]>;
  texts(view: string): Promise<string[]>;
  match(view: string, from: string | null, direction: LogMatchDirection): Promise<LogMatch | null>;
  follow(view: string, most?: number): Promise<LogFollow>;
  /** What the view's files tell, once all of them were looked through. */
  problems(view: string): Promise<LogProblems>;
  /** Resolves with the state in which the view's search is done. */
  searched(view: string): Promise<LogViewState>;
  close(): void;
}

const newestOf = (states: readonly LogViewState[], view: string): LogViewState | undefined =>
  states.reduce<LogViewState | undefined>((last, state) => (state.view === view ? state : last), undefined);

export interface TestEngineOptions {
  looksByItself?: boolean;
  /** The engine's clock. One that stands still gives it all the time that this machine takes where it would wait for a moment only. */
  now?: () => number;
}

export function startTestEngine({
  looksByItself = false,
  now = Date.now,
}: TestEngineOptions = {}): TestEngine {
  const path = mkdtempSync(join(tmpdir(), 'raybar-logs-'));
  const folder = join(path, 'logs');
  mkdirSync(folder);
  const states: LogViewState[] = [];
  const engine = new LogEngine({
    startSearchThread: (answered) => {
      const answer = createSearchAnswers();
      return {
        post: (request) => void setImmediate(() => answered(answer(request))),
        end: () => undefined,
      };
    },
    searchThreads: 1,
    searchBudgetMs: 10_000,
    tell: (state) => states.push(state),
    now,
    firstId: 0,
    looksByItself,
  });
  const places: LogPlaces = {
    folders: [{ kind: 'session', path: folder, session: 'session_now', current: true }],
    temporaryDirectories: [],
    tasks: [],
    jobs: [],
    homes: [],
    secrets: [],
  };
  engine.setPlaces(places);
  const rows = async (view: string, from = 0, count = 500): Promise<(LogRow | null)[]> =>
    (await engine.rows({ view, from, count, reveal: false })).rows;
  return {
    engine,
    folder,
    states,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    append: (file, text) => appendFileSync(join(folder, file), text),
    setPlaces: (some) => engine.setPlaces({ ...places, ...some }),
    open: (query = {}, anchor = 'end', search = null) =>
      engine.open({ query: logQuerySchema.parse(query), search, anchor }),
    rows,
    texts: async (view) => (await rows(view)).map((row) => row?.text ?? '(not there)'),
    match: (view, from, direction) => engine.match({ view, from, direction, counted: true }),
    follow: (view, most = 1_000) => engine.follow({ view, most, waitMs: 0, reveal: false }),
    problems: (view) =>
      waitFor('all to be looked through', () => {
        const found = engine.problems({ view });
        return found.searchedShare === 1 && found;
      }),
    searched: (view) =>
      waitFor('the search to be done', () => {
        const last = newestOf(states, view);
        return last?.search?.done === true ? last : null;
      }),
    close() {
      engine.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
