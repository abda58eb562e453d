import { Minus, Plus } from 'lucide-react';
import { Button } from '../components/Button';
import { TextField } from '../components/TextField';
import type { Row } from './draft';
import type { Problems } from './draft-settings';

interface EntryRowsProps {
  /** What one entry is: "resource", "label", "variable". */
  readonly entry: string;
  /** The map's path in the settings: an entry's problem is named `path.name`. */
  readonly path: string;
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
  readonly problems: Problems;
  readonly valueName: string;
  readonly numeric?: boolean;
}

/** A map's entries, one a line, to change, add and take out. */
export function EntryRows({
  entry,
  path,
  rows,
  onChange,
  problems,
  valueName,
  numeric = false,
}: EntryRowsProps) {
  const change = (id: number, part: Partial<Row>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = () => {
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
    onChange([...rows, { id, name: '', value: '' }]);
  };
  return (
    <div className="entry-rows">
      {rows.map((row, index) => (
        <div key={row.id} className="entry-row">
          <TextField
            label={`Name of ${entry} ${index + 1}`}
            labelHidden
            placeholder="name"
            value={row.name}
            onChange={(name) => change(row.id, { name })}
            error={problemOf(row, path, problems)}
          />
          <TextField
            label={`${valueName} of ${entry} ${index + 1}`}
            labelHidden
            placeholder={valueName.toLowerCase()}
            value={row.value}
            onChange={(value) => change(row.id, { value })}
            numeric={numeric}
          />
          <Button
            iconOnly
            aria-label={`Take out ${entry} ${row.name.trim() === '' ? index + 1 : row.name}`}
            onPress={() => onChange(rows.filter(({ id }) => id !== row.id))}
          >
            <Minus size={14} aria-hidden />
          </Button>
        </div>
      ))}
      {problems[path] === undefined ? null : (
        <p role="alert" className="field-error">
          {problems[path]}
        </p>
      )}
      <Button onPress={add}>
        <Plus size={13} aria-hidden />
        Add {entry}
      </Button>
    </div>
  );
}

function problemOf(row: Row, path: string, problems: Problems): string | undefined {
  if (row.name.trim() === '' && row.value.trim() === '') return undefined;
  return problems[`${path}.${row.name.trim()}`];
}
