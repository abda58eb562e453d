import type * as electron from 'electron';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { waitFor } from '../support/wait-for';

type Electron = typeof electron;

/** The app's main process, reached over Node's inspector: no debugger is attached to its pages, which would open more slowly. */
export interface InspectedMain {
  /** Runs a function there; it knows its arguments alone. What it resolves to is plain data. */
  evaluate<A>(run: (electron: Electron, argument: A) => unknown, argument: A): Promise<unknown>;
  close(): void;
}

/** For Electron's command line. */
export const inspectorFlag = '--inspect=127.0.0.1:0';

const answerSchema = z.object({
  id: z.number(),
  error: z.object({ message: z.string() }).optional(),
  result: z
    .object({
      result: z.object({ value: z.unknown().optional() }),
      exceptionDetails: z.object({ text: z.string(), exception: z.unknown().optional() }).optional(),
    })
    .optional(),
});

/** @param output what the app has written until now, with the inspector's address */
export async function inspectMain(output: () => string): Promise<InspectedMain> {
  const address = await waitFor('the inspector', () => /Debugger listening on (ws:\S+)/.exec(output())?.[1]);
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, (answer: z.infer<typeof answerSchema>) => void>();
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const answer = answerSchema.safeParse(message);
    if (answer.success) waiting.get(answer.data.id)?.(answer.data);
  });
  let lastId = 0;
  return {
    async evaluate(run, argument) {
      const id = (lastId += 1);
      const answered = new Promise<z.infer<typeof answerSchema>>((resolve) => waiting.set(id, resolve));
      const expression = `(${run.toString()})(process.mainModule.require('electron'), ${JSON.stringify(argument) ?? 'undefined'})`;
      const params = { expression, awaitPromise: true, returnByValue: true };
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      const { error, result } = await answered;
      waiting.delete(id);
      const problem = error?.message ?? result?.exceptionDetails;
      if (problem !== undefined) throw new Error(`In the app: ${JSON.stringify(problem)}`);
      return result?.result.value;
    },
    close: () => socket.close(),
  };
}
