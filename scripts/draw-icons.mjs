import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

// For whoever changes an icon: node scripts/draw-icons.mjs [contact-sheet.png]. What it makes is committed, so
// nobody else needs to run it.

const TRAY = path.join(ROOT, 'assets', 'tray');
/** macOS recolours a black `…Template` image itself and finds its @2x by name. */
const MAC_SIZES = { '': 18, '@2x': 36 };
/** Linux trays show the image as it is, so there is one for a light panel and one for a dark panel. */
const LINUX_PANELS = { light: '#1f1f1f', dark: '#f5f5f5' };
const LINUX_SIZES = { '': 22, '@2x': 44 };

const { Resvg } = await import('@resvg/resvg-js');

/**
 * @param {string} svg
 * @param {number} size
 */
const render = (svg, size) => new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();

/**
 * @param {string} svg
 * @param {string} colour
 */
const inColour = (svg, colour) => svg.replace('color="#000"', `color="${colour}"`);

/** @param {string} name */
const read = (name) => readFileSync(path.join(TRAY, 'src', name), 'utf8');
const states = readdirSync(path.join(TRAY, 'src'))
  .filter((name) => name.endsWith('.svg'))
  .map((name) => path.basename(name, '.svg'));
/** Each state as it is, and with the mark of high memory pressure. */
const icons = states.flatMap((state) => [
  { name: state, macName: state, svg: read(`${state}.svg`) },
  {
    name: `${state}-pressure`,
    macName: `${state}Pressure`,
    svg: withMark(read(`${state}.svg`), read('marks/pressure.svg')),
  },
]);
mkdirSync(path.join(TRAY, 'linux'), { recursive: true });
for (const { name, macName, svg } of icons) {
  for (const [suffix, size] of Object.entries(MAC_SIZES)) {
    writeFileSync(path.join(TRAY, `${macName}Template${suffix}.png`), render(svg, size));
  }
  for (const [panel, colour] of Object.entries(LINUX_PANELS)) {
    for (const [suffix, size] of Object.entries(LINUX_SIZES)) {
      writeFileSync(
        path.join(TRAY, 'linux', `${name}-${panel}${suffix}.png`),
        render(inColour(svg, colour), size),
      );
    }
  }
}
await drawAppIcon();
if (process.argv[2]) writeFileSync(process.argv[2], render(contactSheet(), 3600));

/**
 * Draws a mark over a state's icon; a rim around the mark is cut out of the icon first.
 *
 * @param {string} svg
 * @param {string} mark
 */
function withMark(svg, mark) {
  /** @param {string} source */
  const inner = (source) => source.slice(source.indexOf('>') + 1, source.lastIndexOf('</svg>'));
  const open = svg.slice(0, svg.indexOf('>') + 1);
  return `${open}
    <mask id="rim">
      <rect width="18" height="18" fill="#fff"/>
      <g color="#000">${inner(mark).replace(/stroke-width="[^"]*"/, 'stroke-width="4.2"')}</g>
    </mask>
    <g mask="url(#rim)">${inner(svg)}</g>
    ${inner(mark)}
  </svg>`;
}

async function drawAppIcon() {
  const source = path.join(ROOT, 'assets', 'icon.svg');
  const png = render(readFileSync(source, 'utf8'), 1024);
  writeFileSync(path.join(ROOT, 'assets', 'icon.png'), png);
  const { default: png2icons } = await import('png2icons');
  const icns = png2icons.createICNS(png, png2icons.BICUBIC2, 0);
  if (!icns) throw new Error('png2icons could not make the .icns');
  writeFileSync(path.join(ROOT, 'assets', 'icon.icns'), icns);
}

/** All states at their real size and enlarged, on both kinds of panel: the way to judge a change. */
function contactSheet() {
  const cell = 200;
  const cells = icons.flatMap(({ name, svg }, at) =>
    ['#f2f2f2', '#2b2b2b'].map((panel, row) => {
      const coloured = inColour(svg, row === 0 ? '#000' : '#fff');
      /** @param {number} size */
      const image = (size) => `data:image/png;base64,${render(coloured, size).toString('base64')}`;
      return `<g transform="translate(${at * cell} ${row * 300})">
        <rect width="${cell}" height="300" fill="${panel}"/>
        <image href="${image(18)}" x="28" y="20" width="144" height="144" image-rendering="pixelated"/>
        <image href="${image(36)}" x="28" y="190" width="36" height="36"/>
        <image href="${image(18)}" x="100" y="199" width="18" height="18"/>
        <text x="28" y="270" font-size="19" font-family="sans-serif" fill="${row === 0 ? '#000' : '#fff'}">${name}</text>
      </g>`;
    }),
  );
  const width = icons.length * cell;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="600" viewBox="0 0 ${width} 600">${cells.join('')}</svg>`;
}
