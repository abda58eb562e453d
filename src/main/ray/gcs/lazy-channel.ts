import type { GcsChannel } from './channel';

/**
 * As openGcsChannel. gRPC and its messages (0.9 MB of code, 45 ms) are loaded at the first call, so that the tray doesn't wait for them.
 */
export function openLazyChannel(address: string, token: () => Promise<string | null>): GcsChannel {
  let opening: Promise<GcsChannel> | null = null;
  let closed = false;
  const open = async (): Promise<GcsChannel> => {
    const { openGcsChannel } = await import('./channel');
    const channel = openGcsChannel(address, token);
    if (closed) channel.close();
    return channel;
  };
  return {
    async call(call) {
      opening ??= open();
      return (await opening).call(call);
    },
    close() {
      if (closed) return;
      closed = true;
      void opening?.then((channel) => channel.close());
    },
  };
}
