import { setTimeout as delay } from "node:timers/promises";

/** An answer that begins well and goes on with blanks for as long as somebody listens. */
export function endlessBody({ signal }: Request, contentType: string): Response {
  const begin = new TextEncoder().encode('{"data":[');
  const blanks = new TextEncoder().encode(" ".repeat(1024));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(begin),
    pull: async (controller) => {
      await delay(10, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) controller.close();
      else controller.enqueue(blanks);
    },
  });
  return new Response(body, { headers: { "content-type": contentType } });
}
