import { memo } from 'react';
import type { LogRow } from '../../shared/log-views';
import { formatBytes } from '../../shared/view/format';
import { gridRoles } from './grid-roles';
import { LevelMark } from './LevelMark';
import { lineParts } from './line-parts';
import type { LineTimes } from './line-times';

export interface LogLineProps {
  /** From 0, in the view. */
  readonly index: number;
  readonly topPx: number;
  readonly heightPx: number;
  /** Null while it is not here. */
  readonly row: LogRow | null;
  /** It was just written and is here in a moment: a placeholder for each line that comes would flicker. */
  readonly awaited: boolean;
  readonly source: string;
  /** The line above is of another log: its name is told again. */
  readonly newSource: boolean;
  readonly active: boolean;
  readonly selected: boolean;
  readonly bookmarked: boolean;
  readonly currentMatch: boolean;
  readonly times: LineTimes;
}

export const rowId = (index: number): string => `log-row-${index}`;

/** One line of a log, in one row of the list; drawn anew only when something of it changed. */
export const LogLine = memo(LogLineContent);

/** Without hooks: the window's first lines are drawn before React is here. */
export function LogLineContent(props: LogLineProps) {
  const { index, topPx, heightPx, row, source, active, selected, bookmarked, times } = props;
  const level = row?.startsEntry ? row.level : null;
  const classes = ['log-line', row?.level ?? '', selected ? 'selected' : '', active ? 'active' : ''];
  if (props.currentMatch) classes.push('current-match');
  if (row !== null && !row.startsEntry) classes.push('continued');
  return (
    <div
      id={rowId(index)}
      {...gridRoles.row}
      aria-rowindex={index + 1}
      aria-selected={selected}
      className={classes.filter(Boolean).join(' ')}
      data-row={index}
      style={{ transform: `translateY(${topPx}px)`, height: heightPx }}
    >
      <span {...gridRoles.cell} className="cell-level">
        {bookmarked ? (
          <span className="bookmark-mark" title="Bookmark">
            <span className="visually-hidden">Bookmark</span>
          </span>
        ) : null}
        {level === null ? null : <LevelMark level={level} />}
      </span>
      <span {...gridRoles.cell} className="cell-time numbers">
        {row !== null && row.at !== null && row.startsEntry ? times.clock(row.at) : ''}
      </span>
      <span
        {...gridRoles.cell}
        className={props.newSource ? 'cell-source' : 'cell-source repeated'}
        title={source}
      >
        {source}
      </span>
      <span {...gridRoles.cell} className="cell-text">
        {row === null ? props.awaited ? null : <span className="placeholder" /> : <LineText row={row} />}
      </span>
    </div>
  );
}

function LineText({ row }: { readonly row: LogRow }) {
  const parts = lineParts(row);
  const [only] = parts;
  // Nearly every line: a row is drawn anew with each that is scrolled by, and an element less is felt.
  if (parts.length === 1 && only?.className === '' && !only.match && row.cutBytes === 0) return only.text;
  return (
    <>
      {parts.map(({ at, text, className, match }) => {
        const styled = className === '' ? text : <span className={className}>{text}</span>;
        return match ? <mark key={at}>{styled}</mark> : <span key={at}>{styled}</span>;
      })}
      {row.cutBytes > 0 ? <span className="cut"> … {formatBytes(row.cutBytes)} more</span> : null}
    </>
  );
}
