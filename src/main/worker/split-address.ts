/** `host:port` or `[v6]:port`, as the settings' schema lets it through, in its two parts; the brackets are gone. */
export function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}
