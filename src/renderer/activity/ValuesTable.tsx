import { useMemo, useState } from 'react';
import type { History } from '../../shared/history';
import type { Snapshot } from '../../shared/snapshot';
import { historyTable } from '../../shared/view/history-table';
import { Button } from '../components/Button';
import { Dash } from '../components/NotKnown';

interface ValuesTableProps {
  readonly history: History;
  readonly snapshot: Snapshot;
}

/** The charts as a table, for who reads rather than looks. */
export function ValuesTable({ history, snapshot }: ValuesTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <section className="values" aria-label="Values">
      <Button look="plain" aria-expanded={open} onPress={() => setOpen(!open)}>
        {open ? 'Hide the values' : 'Show the values as a table'}
      </Button>
      {open ? <Values history={history} snapshot={snapshot} /> : null}
    </section>
  );
}

function Values({ history, snapshot }: ValuesTableProps) {
  const { headings, rows } = useMemo(() => historyTable(history, snapshot), [history, snapshot]);
  return (
    <div className="card">
      <table className="small numbers selectable">
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, cells: [time, ...cells] }) => (
            <tr key={at}>
              <th scope="row">{time}</th>
              {cells.map((cell, index) => (
                <td key={headings[index + 1]}>
                  {cell ?? <Dash name={headings[index + 1] ?? ''} reason="it was not measured" />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
