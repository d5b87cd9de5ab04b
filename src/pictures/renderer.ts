import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Makes PNG of SVG beside everything else that runs. */
export interface Renderer {
  /** Null where it could not be drawn, or not in time: whoever asked goes on without a picture. Never rejects. */
  png(svg: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

const WORKER = new URL("./render-worker.ts", import.meta.url);
/** Of one picture; the largest takes a second on a slow machine. */
const PATIENCE_MS = 5000;
/** Ours are far smaller. */
const MOST_CHARACTERS = 2_000_000;

/** One thread, begun with the first picture, which holds up neither the event loop nor the end of the process. */
export function rendererOf({ worker: program = WORKER, patienceMs = PATIENCE_MS } = {}): Renderer {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const end = async (): Promise<void> => {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  };
  const draw = async (svg: string): Promise<Uint8Array | null> => {
    if (svg.length > MOST_CHARACTERS) return null;
    try {
      worker ??= begun(program);
      const answered = once(worker, "message", { signal: AbortSignal.timeout(patienceMs) });
      worker.ref();
      worker.postMessage(svg);
      const [drawn]: unknown[] = await answered;
      worker.unref();
      return drawn instanceof Uint8Array ? drawn : null;
    } catch {
      // It is late or broken: the next picture gets a new one.
      await end();
      return null;
    }
  };
  return {
    png: (svg) => {
      const drawn = last.then(() => draw(svg));
      last = drawn;
      return drawn;
    },
    close: end,
  };
}

function begun(program: URL): Worker {
  const worker = new Worker(program);
  worker.unref();
  // Whoever waits for an answer is told by `once`; an error at another time is noticed with the next picture.
  worker.on("error", () => {});
  return worker;
}
