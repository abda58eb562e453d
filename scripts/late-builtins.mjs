import { builtinModules, createRequire } from 'node:module';

const PREFIX = '\0late:';
const load = createRequire(import.meta.url);

/**
 * A plugin for the build of the main process: its imports of these modules of Node's load them when one of their functions or classes is first
 * used. An app that comes to a tray needs no HTTP, cryptography or child process yet, and they take a tenth of its start.
 *
 * Constants can't be imported by name this way (`isMainThread`): the build fails and says so. A default import can be used for its members alone.
 *
 * @param {{ names: readonly string[], into: (importer: string) => boolean }} options `names` with node:, `into` whose imports are meant
 * @returns {import('vite').Plugin}
 */
export function lateBuiltins({ names, into }) {
  const late = new Set(names);
  return {
    name: 'late-builtins',
    enforce: 'pre',
    // What is external by name is never asked for here.
    options: (options) => ({
      ...options,
      external: withoutNames(options.external, (id) => late.has(fullName(id))),
    }),
    resolveId(source, importer, { kind }) {
      const name = fullName(source);
      if (!late.has(name)) return null;
      // The module that stands in loads the real one, and a dynamic import is late by itself.
      const asItIs = importer === undefined || importer.startsWith(PREFIX) || kind === 'dynamic-import';
      return asItIs || !into(importer) ? { id: name, external: true } : PREFIX + name;
    },
    load: (id) => (id.startsWith(PREFIX) ? standIn(id.slice(PREFIX.length)) : null),
  };
}

/** @param {string} id "http" or "node:http" */
const fullName = (id) => (builtinModules.includes(id) ? `node:${id}` : id);

/**
 * @param {import('rolldown').InputOptions['external']} external
 * @param {(id: string) => boolean} isMeant
 */
function withoutNames(external, isMeant) {
  if (!Array.isArray(external)) throw new Error('The build says by a list what it leaves out.');
  return external.filter((one) => typeof one !== 'string' || !isMeant(one));
}

/**
 * The module's text: each name is a proxy of what the real module has by that name.
 *
 * @param {string} name
 */
function standIn(name) {
  const exported = Object.entries(load(name)).filter(([, value]) => typeof value === 'function');
  return [
    `let loaded;`,
    `const real = () => (loaded ??= require(${JSON.stringify(name)}));`,
    `const late = (name) => {`,
    `  const it = new Proxy(function () {}, {`,
    `    apply: (_, self, args) => Reflect.apply(real()[name], self, args),`,
    `    construct: (_, args, made) => Reflect.construct(real()[name], args, made === it ? real()[name] : made),`,
    `    get: (_, key) => real()[name][key],`,
    `  });`,
    `  return it;`,
    `};`,
    ...exported.map(([key]) => `export const ${key} = /* @__PURE__ */ late(${JSON.stringify(key)});`),
    `export default /* @__PURE__ */ new Proxy({}, { get: (_, key) => real()[key] });`,
  ].join('\n');
}
