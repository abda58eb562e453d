/**
 * What Debian and Ubuntu have to have, and why. `name` lists alternatives: since 2024 some libraries carry a `t64`.
 *
 * @typedef {'app' | 'no-display' | 'no-session-bus' | 'tests'} Need
 * @type {{name: string[], why: string, for: Need[]}[]}
 */
export const SYSTEM_PACKAGES = [
  { name: ['libgtk-3-0t64', 'libgtk-3-0'], why: 'Electron draws its menus with GTK', for: ['app'] },
  { name: ['libnss3'], why: "Electron's TLS and certificates", for: ['app'] },
  { name: ['libasound2t64', 'libasound2'], why: 'Electron does not load without ALSA', for: ['app'] },
  { name: ['libgbm1'], why: "Chromium's graphics buffers", for: ['app'] },
  { name: ['libdrm2'], why: "Chromium's graphics buffers", for: ['app'] },
  { name: ['libatspi2.0-0t64', 'libatspi2.0-0'], why: 'screen readers', for: ['app'] },
  { name: ['libnotify4'], why: 'notifications', for: ['app'] },
  { name: ['fonts-dejavu-core'], why: 'a machine without any font draws empty windows', for: ['app'] },
  { name: ['xvfb'], why: 'a display, where there is none', for: ['no-display', 'tests'] },
  { name: ['dbus-daemon', 'dbus'], why: 'the bus that the tray speaks on', for: ['no-session-bus', 'tests'] },
  { name: ['procps'], why: 'ps, to watch the processes of a worker', for: ['app'] },
  { name: ['iproute2'], why: 'network namespaces, in which the tests cut links', for: ['tests'] },
  { name: ['prometheus'], why: 'Prometheus, which scrapes Raybar in the tests', for: ['tests'] },
  { name: ['prometheus-pushgateway'], why: 'the gateway that the tests push to', for: ['tests'] },
  { name: ['lnav'], why: 'a log viewer that the bench of logs opens the same file with', for: ['tests'] },
];

/**
 * What is needed on this machine for this purpose.
 *
 * @param {'start' | 'test'} purpose
 * @param {NodeJS.ProcessEnv} env
 * @returns {Need[]}
 */
export function needsOf(purpose, env) {
  /** @type {Need[]} */
  const needs = ['app'];
  if (purpose === 'test') needs.push('tests');
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) needs.push('no-display');
  if (!env['DBUS_SESSION_BUS_ADDRESS']) needs.push('no-session-bus');
  return needs;
}

/**
 * @param {Need[]} needs
 * @param {Set<string>} installed
 * @returns {{name: string[], why: string}[]}
 */
export function missingPackages(needs, installed) {
  return SYSTEM_PACKAGES.filter(
    (entry) =>
      entry.for.some((need) => needs.includes(need)) && !entry.name.some((name) => installed.has(name)),
  );
}

/**
 * `dpkg-query -W -f '${Package} ${db:Status-Status}\n'` as a set of what is installed.
 *
 * @param {string} listing
 */
export function installedPackages(listing) {
  const rows = listing.split('\n').map((line) => line.trim().split(' '));
  return new Set(rows.filter(([, status]) => status === 'installed').map(([name]) => name));
}
