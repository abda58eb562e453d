import { ChevronDown } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { DialogTrigger, Popover } from 'react-aria-components';
import type { LogQuery } from '../../shared/log-views';
import { Button } from '../components/Button';
import { Segmented } from '../components/Segmented';
import { TextField } from '../components/TextField';
import { useLogs, useViewer } from './log-window-context';
import { filterCount, isFiltered, withoutFilters } from './query-words';
import { endsBeforeItBegins, fromLocalInput, spanOf, spans, toLocalInput, type SpanName } from './time-spans';

/** By task, node and time. */
export function MoreFilters() {
  const { viewer } = useLogs();
  const query = useViewer((state) => state.query);
  const count = filterCount(query);
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button>
        {count === 0 ? 'Filter' : `Filter · ${count}`}
        <ChevronDown size={13} aria-hidden />
      </Button>
      <Popover className="menu-popover" placement="bottom start" offset={4} aria-label="Filter">
        <div className="dialog filter-dialog">
          <FilterForm
            key={JSON.stringify(query)}
            query={query}
            change={(changed) => void viewer.setQuery(changed)}
            close={() => setOpen(false)}
          />
        </div>
      </Popover>
    </DialogTrigger>
  );
}

interface FilterFormProps {
  readonly query: LogQuery;
  readonly change: (query: LogQuery) => void;
  readonly close: () => void;
}

/** Of so many tasks the names are there to be taken. */
const mostSuggested = 8;

function FilterForm({ query, change, close }: FilterFormProps) {
  const { viewer } = useLogs();
  const sources = useViewer((state) => state.sources);
  const [task, setTask] = useState(query.task ?? '');
  const [node, setNode] = useState(query.nodeId ?? '');
  const [span, setSpan] = useState<SpanName>(spanOf(query));
  const [from, setFrom] = useState(toLocalInput(query.from));
  const [to, setTo] = useState(toLocalInput(query.to));
  const wrongNode = node !== '' && !/^[0-9a-f]{8,56}$/.test(node);
  const part = task.trim().toLowerCase();
  const tasks = useMemo(() => [...new Set(sources.flatMap((source) => source.tasks))], [sources]);
  const suggested = tasks.filter((name) => name.toLowerCase().includes(part)).slice(0, mostSuggested);

  // Workers go on with other tasks.
  useEffect(() => void viewer.refreshSources(true), [viewer]);

  const between = { from: fromLocalInput(from), to: fromLocalInput(to) };
  const wrongTimes = span === 'between' && endsBeforeItBegins(between);

  const submit = () => {
    if (wrongNode || wrongTimes) return;
    change({
      ...query,
      task: task.trim() === '' ? null : task.trim(),
      nodeId: node === '' ? null : node,
      ...(span === 'between' ? between : spans[span](Date.now())),
    });
    close();
  };
  return (
    <form
      className="filter-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField label="Task or actor" value={task} onChange={setTask} placeholder="train_step" />
      {suggested.length === 0 ? null : (
        <div className="buttons task-names">
          {suggested.map((name) => (
            <Button key={name} look="plain" onPress={() => setTask(name)}>
              {name}
            </Button>
          ))}
        </div>
      )}
      <TextField
        label="Node id"
        value={node}
        onChange={(typed) => setNode(typed.trim().toLowerCase())}
        placeholder="its first 8 digits or more"
        error={wrongNode ? 'A node id is 8 to 56 digits, 0 to 9 and a to f.' : undefined}
      />
      <div className="field">
        <span className="small dim">Time</span>
        <Segmented
          name="Time"
          value={span}
          onChange={setSpan}
          choices={[
            { value: 'any', label: 'Any' },
            { value: 'minutes', label: '5 min' },
            { value: 'hour', label: '1 h' },
            { value: 'day', label: '24 h' },
            { value: 'between', label: 'From, to' },
          ]}
        />
      </div>
      {span === 'between' ? (
        <div className="filter-times">
          <TextField localTime label="From" value={from} onChange={setFrom} />
          <TextField
            localTime
            label="To"
            value={to}
            onChange={setTo}
            error={wrongTimes ? 'It ends before it begins: no line is in that time.' : undefined}
          />
        </div>
      ) : null}
      <div className="buttons">
        <Button type="submit" look="primary" isDisabled={wrongNode || wrongTimes}>
          Apply
        </Button>
        <Button isDisabled={!isFiltered(query)} onPress={() => change(withoutFilters(query))}>
          Clear all
        </Button>
      </div>
    </form>
  );
}
