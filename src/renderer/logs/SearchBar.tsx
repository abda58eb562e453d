import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Input, TextField, ToggleButton, type TextFieldProps } from 'react-aria-components';
import { Button } from '../components/Button';
import { useLogs, useViewer } from './log-window-context';

/** Typing is searched for when it rests this long. */
const restMs = 120;

// Their signs are in logs.css.
const toggles = [
  { flag: 'matchCase', name: 'Match case' },
  { flag: 'wholeWord', name: 'Whole word' },
  { flag: 'regex', name: 'Regular expression' },
] as const;

/** Search as you type; what is found is marked in the lines and in the scroll bar. */
export function SearchBar({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const { viewer, actions } = useLogs();
  const search = useViewer((state) => state.search);
  const [text, setText] = useState('');
  const [flags, setFlags] = useState({ matchCase: false, wholeWord: false, regex: false });
  const asked = useRef('');

  // Another target opens without a search.
  useEffect(() => {
    if (search === null && asked.current !== '') {
      asked.current = '';
      setText('');
    }
  }, [search]);

  useEffect(() => {
    const wanted = text === '' ? '' : JSON.stringify([text, flags]);
    if (wanted === asked.current) return undefined;
    const timer = setTimeout(
      () => {
        asked.current = wanted;
        const found = viewer.setSearch(text === '' ? null : { text, ...flags });
        if (text !== '') void found.then(() => actions.goToNearestMatch());
      },
      text === '' ? 0 : restMs,
    );
    return () => clearTimeout(timer);
  }, [text, flags, viewer, actions]);

  // What is not handled here is the window's: Escape, ⌘G.
  const onKeyDown: TextFieldProps['onKeyDown'] = (event) => {
    if (event.key !== 'Enter') return event.continuePropagation();
    event.preventDefault();
    void actions.goToMatch(event.shiftKey ? 'previous' : 'next');
  };
  return (
    <div className="search-bar">
      <TextField
        className="search-field"
        aria-label="Search"
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
      >
        <Search size={13} aria-hidden />
        <Input
          ref={field}
          className="search-input"
          placeholder="Search"
          spellCheck={false}
          autoComplete="off"
        />
        {toggles.map(({ flag, name }) => (
          <ToggleButton
            key={flag}
            className={`search-toggle ${flag}`}
            aria-label={name}
            isSelected={flags[flag]}
            onChange={(on) => setFlags({ ...flags, [flag]: on })}
          />
        ))}
        {text === '' ? null : (
          <Button look="plain" iconOnly aria-label="End the search" onPress={() => setText('')}>
            <X size={13} aria-hidden />
          </Button>
        )}
      </TextField>
      {search === null ? null : <SearchCount />}
    </div>
  );
}

function SearchCount() {
  const { actions } = useLogs();
  const found = useViewer(({ view }) => view?.search ?? null);
  const revision = useViewer(({ view }) => view?.revision ?? 0);
  const ordinal = useViewer(({ match }) => match?.ordinal);
  const countedAt = useViewer(({ match }) => match?.revision);
  const isDone = found?.done ?? false;
  // A match may have been gone to before all was searched, or before lines came in above it.
  useEffect(() => {
    if (!isDone || countedAt === undefined) return;
    if (ordinal === undefined || countedAt !== revision) void actions.countMatch();
  }, [actions, isDone, ordinal, countedAt, revision]);
  const rows = found?.matchedRows ?? 0;
  const none = rows === 0;
  return (
    <>
      <span className="search-count numbers small" aria-hidden>
        {countWords(rows, ordinal, isDone)}
      </span>
      <Button
        iconOnly
        aria-label="Previous match"
        isDisabled={none}
        onPress={() => void actions.goToMatch('previous')}
      >
        <ChevronUp size={14} aria-hidden />
      </Button>
      <Button
        iconOnly
        aria-label="Next match"
        isDisabled={none}
        onPress={() => void actions.goToMatch('next')}
      >
        <ChevronDown size={14} aria-hidden />
      </Button>
    </>
  );
}

/** "12 of 340", "340 lines", "340 so far…", "no match". */
export function countWords(rows: number, ordinal: number | undefined, done: boolean): string {
  const number = rows.toLocaleString();
  if (!done) return rows === 0 ? 'searching…' : `${number} so far…`;
  if (rows === 0) return 'no match';
  // Of a log that grows, a match may be told before the count that has it.
  if (ordinal !== undefined)
    return `${ordinal.toLocaleString()} of ${Math.max(ordinal, rows).toLocaleString()}`;
  return rows === 1 ? '1 line' : `${number} lines`;
}
