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

const states = readdirSync(path.join(TRAY, 'src')).map((name) => path.basename(name, '.svg'));
mkdirSync(path.join(TRAY, 'linux'), { recursive: true });
for (const state of states) {
  const svg = readFileSync(path.join(TRAY, 'src', `${state}.svg`), 'utf8');
  for (const [suffix, size] of Object.entries(MAC_SIZES)) {
    writeFileSync(path.join(TRAY, `${state}Template${suffix}.png`), render(svg, size));
  }
  for (const [panel, colour] of Object.entries(LINUX_PANELS)) {
    for (const [suffix, size] of Object.entries(LINUX_SIZES)) {
      writeFileSync(
        path.join(TRAY, 'linux', `${state}-${panel}${suffix}.png`),
        render(inColour(svg, colour), size),
      );
    }
  }
}
await drawAppIcon();
if (process.argv[2]) writeFileSync(process.argv[2], render(contactSheet(), 1800));

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
  const cells = states.flatMap((state, at) =>
    ['#f2f2f2', '#2b2b2b'].map((panel, row) => {
      const svg = readFileSync(path.join(TRAY, 'src', `${state}.svg`), 'utf8');
      const coloured = inColour(svg, row === 0 ? '#000' : '#fff');
      /** @param {number} size */
      const image = (size) => `data:image/png;base64,${render(coloured, size).toString('base64')}`;
      return `<g transform="translate(${at * cell} ${row * 300})">
        <rect width="${cell}" height="300" fill="${panel}"/>
        <image href="${image(18)}" x="28" y="20" width="144" height="144" image-rendering="pixelated"/>
        <image href="${image(36)}" x="28" y="190" width="36" height="36"/>
        <image href="${image(18)}" x="100" y="199" width="18" height="18"/>
        <text x="28" y="270" font-size="22" font-family="sans-serif" fill="${row === 0 ? '#000' : '#fff'}">${state}</text>
      </g>`;
    }),
  );
  const width = states.length * cell;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="600" viewBox="0 0 ${width} 600">${cells.join('')}</svg>`;
}
