import { historySeries, type History } from '../history';

/**
 * What was measured as CSV (RFC 4180): a row a column of the history, times in UTC, each series by its own name, which
 * tells the unit. What was not told is an empty field. `marks` holds what happened within the row's time.
 */
export function historyCsv({ at, stepMs, series, marks }: History): string {
  const header = ['time', ...historySeries, 'marks'];
  const rows = at.map((time, index) => {
    const happened = marks.filter((mark) => mark.at >= time && mark.at < time + stepMs);
    return [
      new Date(time).toISOString(),
      ...historySeries.map((name) => String(series[name][index] ?? '')),
      quoted(happened.map(({ text }) => text).join('; ')),
    ];
  });
  return [header, ...rows].map((fields) => `${fields.join(',')}\r\n`).join('');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
