import type { Json } from "../json.ts";
import type { Asked, Service } from "../services/service.ts";

/** What tells whose request an answer ends: what either of them does not show, fits. */
export interface Addressed {
  readonly service: Service;
  readonly operation: string | null;
  readonly resource: string | null;
  readonly asked: { readonly payload: Json; readonly told: Asked } | null;
}

interface Waiting<T> {
  readonly request: T;
  readonly turn: number;
  taken: boolean;
}

interface Queue<T> {
  readonly waiting: Waiting<T>[];
  head: number;
}

/** Stands for a name that a request or an answer does not show, and for any name at all. */
const UNSHOWN = "-";
const ANY = "*";

/**
 * Requests that wait for their answers. Each waits in a queue for every way in which an answer may be known to be its own,
 * so that the first that fits is found in a few steps, however many nobody ever answers.
 */
export class OpenRequests<T extends Addressed> {
  readonly #all: Waiting<T>[] = [];
  readonly #queues = new Map<string, Queue<T>>();

  push(request: T): void {
    const waiting = { request, turn: this.#all.length, taken: false };
    this.#all.push(waiting);
    const { service, asked } = request;
    const payloads = asked === null ? [ANY] : [ANY, JSON.stringify(asked.payload)];
    for (const payload of payloads)
      for (const operation of [nameOf(request.operation), ANY])
        for (const resource of [nameOf(request.resource), ANY])
          this.#queue(queueName(service, operation, resource, payload)).waiting.push(waiting);
  }

  /** Whether any of those that wait may be what this is about. */
  has(answer: T): boolean {
    return this.#first(answer, ANY) !== null;
  }

  /** The first that this ends, which waits no longer. */
  take(answer: T): T | null {
    const { asked } = answer;
    // A line that ends a call may repeat the request, whole or no more than its resource; a whole other one is not this.
    const payload = asked === null || asked.told.operation === null ? ANY : JSON.stringify(asked.payload);
    const found = this.#first(answer, payload);
    if (found !== null) found.taken = true;
    return found?.request ?? null;
  }

  /** Those that wait still, in the order in which they came. */
  left(): T[] {
    return this.#all.filter(({ taken }) => !taken).map(({ request }) => request);
  }

  #first({ service, operation, resource }: T, payload: string): Waiting<T> | null {
    let first: Waiting<T> | null = null;
    for (const one of fitting(operation)) {
      for (const other of fitting(resource)) {
        const head = headOf(this.#queues.get(queueName(service, one, other, payload)));
        if (head !== null && (first === null || head.turn < first.turn)) first = head;
      }
    }
    return first;
  }

  #queue(name: string): Queue<T> {
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      queue = { waiting: [], head: 0 };
      this.#queues.set(name, queue);
    }
    return queue;
  }
}

function nameOf(shown: string | null): string {
  return shown === null ? UNSHOWN : `=${shown}`;
}

/** The names under which requests wait that fit an answer: those that show the same, and those that show none. */
function fitting(shown: string | null): string[] {
  return shown === null ? [ANY] : [`=${shown}`, UNSHOWN];
}

function queueName({ name }: Service, operation: string, resource: string, payload: string): string {
  return `${name}\n${operation}\n${resource}\n${payload}`;
}

/** Whoever was taken out of another queue is stepped over, once. */
function headOf<T>(queue: Queue<T> | undefined): Waiting<T> | null {
  if (queue === undefined) return null;
  while (queue.waiting[queue.head]?.taken === true) queue.head++;
  return queue.waiting[queue.head] ?? null;
}
