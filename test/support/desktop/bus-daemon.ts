import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface BusDaemon {
  /** For DBUS_SESSION_BUS_ADDRESS or DBUS_SYSTEM_BUS_ADDRESS. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Everybody on it may own, send and hear everything: it is a test's own. */
const configuration = (type: string, socket: string): string =>
  `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>${type}</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>`;

/** Starts a message bus of one's own. */
export async function startBusDaemon(directory: string, type: 'session' | 'system'): Promise<BusDaemon> {
  const socket = path.join(directory, `${type}.sock`);
  const configFile = path.join(directory, `${type}.conf`);
  await writeFile(configFile, configuration(type, socket));
  const daemon = spawn('dbus-daemon', ['--nofork', `--config-file=${configFile}`, '--print-address'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  daemon.stderr.on('data', (text) => (complaints += String(text)));
  // It prints its address once it listens.
  await Promise.race([once(daemon.stdout, 'data'), failedStart(daemon, () => complaints)]);
  return {
    address: `unix:path=${socket}`,
    async stop() {
      if (daemon.exitCode !== null || daemon.signalCode !== null) return;
      const exited = once(daemon, 'exit');
      daemon.kill();
      await exited;
    },
  };
}

async function failedStart(daemon: ChildProcess, complaints: () => string): Promise<never> {
  const [code] = await once(daemon, 'exit');
  throw new Error(`dbus-daemon ended with ${String(code)} before it listened: ${complaints()}`);
}
