import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';

// Writes a log for so long, and rotates and cuts it meanwhile: node log-writer.mjs FOLDER MS. Says how many lines it wrote.
const [, , folder = '', ms = '0'] = process.argv;
const file = path.join(folder, 'raylet.out');
// Several seconds of lines, in fewer files than a viewer opens of one log: a reader that gets no core for two seconds loses none.
const keep = 36;
const rotateBytes = 400_000;
let written = 0;
let turn = 0;

const backup = (number) => `${file}.${number}`;

function makeRoom() {
  rmSync(backup(keep), { force: true });
  for (let number = keep; number > 1; number -= 1) {
    if (existsSync(backup(number - 1))) renameSync(backup(number - 1), backup(number));
  }
}

function rotate() {
  turn += 1;
  makeRoom();
  if (turn % 2 === 0) renameSync(file, backup(1));
  else {
    copyFileSync(file, backup(1));
    truncateSync(file);
  }
}

function line() {
  written += 1;
  const now = new Date();
  const two = (value) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  const thousandth = String(now.getMilliseconds()).padStart(3, '0');
  return `[${day} ${time},${thousandth} I 1 1] (raylet) a.cc:1: line ${written} of many\n`;
}

const until = Date.now() + Number(ms);
let bytes = 0;
while (Date.now() < until) {
  const lines = Array.from({ length: 1 + Math.floor(Math.random() * 400) }, line).join('');
  // In two parts: a line is seldom whole at once.
  const cut = Math.floor(Math.random() * lines.length);
  appendFileSync(file, lines.slice(0, cut));
  appendFileSync(file, lines.slice(cut));
  bytes += lines.length;
  if (bytes > rotateBytes) {
    rotate();
    bytes = 0;
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}
process.stdout.write(`${written} ${turn} ${readdirSync(folder).length}\n`);
