import type { HistorySpan } from '../../shared/history';
import type { ActivityChart } from '../../shared/view/activity-charts';
import { formatMoment } from '../../shared/view/format';
import { ownLocale } from '../../shared/view/own-locale';
import type { ChartPalette } from './chart-colours';
import { chartFont } from './chart-font';

export interface PictureParts {
  readonly charts: readonly ActivityChart[];
  /** What is drawn now, by the charts' ids; a chart that is not known here is left out. */
  readonly canvases: ReadonlyMap<string, HTMLCanvasElement>;
  readonly palette: ChartPalette;
  readonly hostname: string;
  readonly span: HistorySpan;
  /** When the charts end. */
  readonly to: number;
}

const spanNames: Record<HistorySpan, string> = { '10min': '10 minutes', '3h': '3 hours', '24h': '24 hours' };
/** In pixels of the page; the picture has the display's own. */
const margin = 20;
const headingHeight = 44;
const legendHeight = 40;

/** The charts as they stand in the window, two side by side, under a title with machine, span and time; as a PNG's data URL. */
export function drawPicture({ charts, canvases, palette, hostname, span, to }: PictureParts): string {
  const shown = charts.flatMap((chart) => {
    const drawn = canvases.get(chart.id);
    return drawn === undefined ? [] : [{ chart, drawn }];
  });
  const ratio = devicePixelRatio;
  const width = Math.max(200, ...shown.map(({ drawn }) => drawn.width / ratio));
  const height = Math.max(0, ...shown.map(({ drawn }) => drawn.height / ratio)) + legendHeight;
  const across = shown.length > 1 ? 2 : 1;
  const down = Math.ceil(shown.length / across);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((margin + across * (width + margin)) * ratio);
  canvas.height = Math.round((margin + headingHeight + down * (height + margin)) * ratio);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The page cannot draw a picture.');
  context.scale(ratio, ratio);
  context.fillStyle = palette.page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'top';
  context.fillStyle = palette.text;
  context.font = `600 ${chartFont(16)}`;
  context.fillText(`Activity of ${hostname}`, margin, margin);
  context.fillStyle = palette.dim;
  context.font = chartFont(12);
  const day = new Intl.DateTimeFormat(ownLocale(), { dateStyle: 'medium' }).format(to);
  context.fillText(
    `the ${spanNames[span]} until ${formatMoment(to, to, {}, 'second')}, ${day}`,
    margin,
    margin + 22,
  );

  for (const [index, { chart, drawn }] of shown.entries()) {
    const left = margin + (index % across) * (width + margin);
    const top = margin + headingHeight + Math.floor(index / across) * (height + margin);
    drawLegend(context, chart, palette, left, top);
    context.drawImage(drawn, left, top + legendHeight, drawn.width / ratio, drawn.height / ratio);
  }
  return canvas.toDataURL('image/png');
}

function drawLegend(
  context: CanvasRenderingContext2D,
  { title, lines }: ActivityChart,
  palette: ChartPalette,
  left: number,
  top: number,
): void {
  context.fillStyle = palette.text;
  context.font = `600 ${chartFont(13)}`;
  context.fillText(title, left, top);
  context.font = chartFont(11);
  let x = left;
  for (const { name, colour, style } of lines) {
    context.fillStyle = palette[colour];
    if (style === 'dashed') {
      context.fillRect(x, top + 24, 4, 2);
      context.fillRect(x + 6, top + 24, 4, 2);
    } else if (style === 'area') {
      context.fillRect(x, top + 20, 10, 2);
      context.globalAlpha = 0.3;
      context.fillRect(x, top + 22, 10, 7);
      context.globalAlpha = 1;
    } else {
      context.fillRect(x, top + 20, 10, style === 'stack' ? 9 : 3);
    }
    context.fillStyle = palette.dim;
    context.fillText(name, x + 14, top + 19);
    x += 14 + context.measureText(name).width + 14;
  }
}
