import { ChevronDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import {
  DialogTrigger,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  TextField,
  type Selection,
  type TextFieldProps,
} from 'react-aria-components';
import type { LogQuery, LogSource } from '../../shared/log-views';
import { formatBytes } from '../../shared/view/format';
import { Button } from '../components/Button';
import { useLogs, useViewer } from './log-window-context';
import { kindNames, sessionName, sourcesLabel } from './query-words';

interface SourcePickerProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Which logs are shown: all that belong together, or some alone. */
export function SourcePicker({ open, onOpenChange }: SourcePickerProps) {
  const { viewer } = useLogs();
  const query = useViewer((state) => state.query);
  const sources = useViewer((state) => state.sources);
  const change = (opened: boolean) => {
    if (opened) void viewer.refreshSources(true);
    onOpenChange(opened);
  };
  const label = sourcesLabel(query, sources);
  return (
    <DialogTrigger isOpen={open} onOpenChange={change}>
      <Button aria-label={`Logs: ${label}`}>
        <span className="ellipsis source-label">{label}</span>
        <ChevronDown size={13} aria-hidden />
      </Button>
      {/* With no Dialog in it the popover itself is the dialog, its hidden ways out included. */}
      <Popover className="menu-popover" placement="bottom start" offset={4} aria-label="Choose logs">
        <div className="source-dialog">
          <SourceList
            query={query}
            sources={sources}
            choose={(chosen) => void viewer.setQuery({ ...query, ...chosen })}
            close={() => onOpenChange(false)}
          />
        </div>
      </Popover>
    </DialogTrigger>
  );
}

/** A machine can have thousands of logs; who looks for one of them types. */
const mostShown = 250;

interface SourceListProps {
  readonly query: LogQuery;
  readonly sources: readonly LogSource[];
  readonly choose: (chosen: Pick<LogQuery, 'sources' | 'session'>) => void;
  readonly close: () => void;
}

function SourceList({ query, sources, choose, close }: SourceListProps) {
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.focus(), []);
  const groups = useMemo(() => sourceGroups(sources, typed), [sources, typed]);
  const shown = groups.reduce((sum, { items }) => sum + items.length, 0);
  const matching = sources.filter((source) => mentions(source, typed)).length;
  const select = (selection: Selection) => {
    if (selection === 'all') return;
    const keys = [...selection].map(String);
    const whole = keys.find((key) => key.startsWith('session:'));
    const chosen = keys.filter((key) => !key.startsWith('session:'));
    if (chosen.length > 0) choose({ sources: chosen, session: query.session });
    else if (whole !== undefined) choose({ sources: null, session: whole.slice('session:'.length) });
  };
  const onKeyDown: TextFieldProps['onKeyDown'] = (event) => {
    const [found] = groups[0]?.items ?? [];
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      list.current?.querySelector<HTMLElement>('[role="option"]')?.focus();
    } else if (event.key === 'Enter' && typed.trim() !== '' && found !== undefined) {
      event.preventDefault();
      choose({ sources: [found.id], session: query.session });
      close();
    } else event.continuePropagation();
  };
  return (
    <>
      <TextField
        className="field"
        aria-label="Find a log"
        value={typed}
        onChange={setTyped}
        onKeyDown={onKeyDown}
      >
        <Input
          ref={field}
          className="input"
          placeholder="Name, task, actor or process id"
          spellCheck={false}
        />
      </TextField>
      {/* Its own way with Escape takes all back that is chosen, and is not heard by the popover. */}
      <ListBox
        ref={list}
        className="source-list"
        escapeKeyBehavior="none"
        aria-label="Logs"
        selectionMode="multiple"
        selectionBehavior="replace"
        selectedKeys={query.sources ?? [`session:${query.session}`]}
        onSelectionChange={select}
        renderEmptyState={() => <p className="dim source-none">No log is called so.</p>}
      >
        {typed === '' ? (
          <ListBoxSection id="together">
            <ListBoxItem id="session:current" className="menu-item" textValue="All logs">
              All logs of this worker and of Raybar
            </ListBoxItem>
            <ListBoxItem id="session:all" className="menu-item" textValue="All logs, earlier too">
              All logs, of earlier sessions too
            </ListBoxItem>
          </ListBoxSection>
        ) : null}
        {groups.map(({ name, items }) => (
          <ListBoxSection key={name} id={`group:${name}`}>
            <Header className="menu-header small dim">{name}</Header>
            {items.map((source) => (
              <ListBoxItem
                key={source.id}
                id={source.id}
                className="menu-item source-item"
                textValue={source.name}
              >
                <span className="ellipsis">{source.name}</span>
                <span className="small source-size numbers">{formatBytes(source.bytes)}</span>
              </ListBoxItem>
            ))}
          </ListBoxSection>
        ))}
      </ListBox>
      <output className="small dim">
        {matching > shown
          ? `${shown} of ${matching} are listed: type to find others.`
          : 'Hold ⌘ or Ctrl to choose several.'}
      </output>
    </>
  );
}

interface SourceGroup {
  readonly name: string;
  readonly items: LogSource[];
}

/** The worker's logs by their kind, then those of each earlier session. */
export function sourceGroups(sources: readonly LogSource[], typed: string): SourceGroup[] {
  const groups = new Map<string, LogSource[]>(Object.values(kindNames).map((name) => [name, []]));
  let shown = 0;
  for (const source of [...sources].sort((a, b) => Number(b.current) - Number(a.current))) {
    if (shown >= mostShown || !mentions(source, typed)) continue;
    shown += 1;
    const name =
      source.current || source.session === null
        ? kindNames[source.kind]
        : `Session of ${sessionName(source.session)}`;
    groups.set(name, [...(groups.get(name) ?? []), source]);
  }
  return [...groups].flatMap(([name, items]) => (items.length === 0 ? [] : [{ name, items }]));
}

function mentions({ name, file, tasks, pid, kind }: LogSource, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${name} ${file} ${tasks.join(' ')} ${pid ?? ''} ${kindNames[kind]}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
