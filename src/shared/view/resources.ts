import { formatBytes, formatNumber, type Place } from './format';

/** The GPU first: it is what a Mac is lent for. Others follow by name. */
const order = ['gpu_apple_mps', 'GPU', 'CPU'];
const names: Record<string, string> = { gpu_apple_mps: 'MPS' };
const inBytes = new Set(['memory', 'object_store_memory']);

/**
 * What a task holds of Ray's resources, most telling first: ["1 MPS", "0.95 GPU", "2 CPU", "4 GB memory"]. A resource
 * of which it holds none is left out.
 */
export function formatResources(resources: Readonly<Record<string, number>>, place: Place = {}): string[] {
  return Object.entries(resources)
    .filter(([, amount]) => amount > 0)
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([name, amount]) =>
      inBytes.has(name) ? bytesOf(name, amount, place) : amountOf(name, amount, place),
    );
}

function rank(name: string): number {
  const index = order.indexOf(name);
  return index === -1 ? order.length : index;
}

function bytesOf(name: string, bytes: number, place: Place): string {
  return `${formatBytes(bytes, place)} ${name === 'memory' ? 'memory' : 'object store'}`;
}

/** Ray counts resources to 0.0001. */
function amountOf(name: string, amount: number, place: Place): string {
  return `${formatNumber(amount, 4, place)} ${names[name] ?? name}`;
}
