import type { Reading } from '../../../shared/telemetry';
import { unavailable, wholeLines } from '../reading';

export const netstatArguments = ['-i', '-b', '-n'] as const;

/**
 * The rows of the links themselves; each is followed by rows of its addresses with the same figures. The address is missing on some, so
 * the columns count from the end: Ipkts Ierrs Ibytes Opkts Oerrs Obytes Coll.
 */
const linkRow = /^(\w+)\*?\s+\d+\s+<Link#\d+>\s+(?:\S*:\S*\s+)?\d+\s+\d+\s+(\d+)\s+\d+\s+\d+\s+(\d+)\s+\d+$/;

/**
 * Pure: bytes received and sent over Ethernet, Wi-Fi and their like (`en0`, `en1` …) since the start. Loopback stays within; a tunnel (utun), a
 * bridge, a virtual machine's net and AirDrop's (awdl) pass an `en` anyway or leave no cable.
 */
export function parseNetstat(stdout: string): Reading<[received: number, sent: number]> {
  const links = wholeLines(stdout).flatMap((line) => {
    const [, name, received, sent] = linkRow.exec(line.trimEnd()) ?? [];
    return name !== undefined && /^en\d+$/.test(name) ? [[Number(received), Number(sent)] as const] : [];
  });
  if (links.length === 0) return unavailable('netstat lists no network interface');
  const received = links.reduce((sum, [bytes]) => sum + bytes, 0);
  const sent = links.reduce((sum, [, bytes]) => sum + bytes, 0);
  return Number.isSafeInteger(received) && Number.isSafeInteger(sent)
    ? [received, sent]
    : unavailable('netstat’s figures are too large to be true');
}
