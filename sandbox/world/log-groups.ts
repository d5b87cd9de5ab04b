import type { LogLine } from "../cloudwatch/log-event.ts";
import type { Random } from "./random.ts";

/** A stream with all that was written to it, sorted by timestamp. */
export interface WrittenStream {
  readonly group: string;
  readonly stream: string;
  readonly lines: readonly LogLine[];
}

/** Lines are shipped in batches: those that are written within this time of each other arrive together. */
const BATCH_MS = 1000;
const SOONEST_MS = 2000;
const LATEST_MS = 15_000;

/** Where functions write to. Each line is ingested 2 to 15 s after it was written, and never before an earlier one. */
export class LogGroups {
  readonly #random: Random;
  readonly #streams = new Map<string, { group: string; stream: string; lines: LogLine[]; batch: Batch }>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** `timestamp`: whole epoch ms, not before the stream's last one. */
  write(group: string, stream: string, timestamp: number, message: string): void {
    const name = `${group}\n${stream}`;
    const to = this.#streams.get(name) ?? { group, stream, lines: [], batch: this.#newBatch(timestamp) };
    this.#streams.set(name, to);
    const last = to.lines.at(-1);
    if (last !== undefined && last.timestamp > timestamp) throw new Error(`${name} goes back in time`);
    if (timestamp - to.batch.from >= BATCH_MS) to.batch = this.#newBatch(timestamp);
    const ingestionTime = Math.max(last?.ingestionTime ?? 0, timestamp + to.batch.delayMs);
    to.lines.push({ timestamp, ingestionTime, message });
  }

  /** In the order in which their first lines were written. */
  streams(): WrittenStream[] {
    return [...this.#streams.values()].map(({ group, stream, lines }) => ({ group, stream, lines }));
  }

  #newBatch(from: number): Batch {
    // Most batches arrive soon, few of them late.
    const lateness = this.#random.next() ** 4;
    return { from, delayMs: Math.round(SOONEST_MS + lateness * (LATEST_MS - SOONEST_MS)) };
  }
}

interface Batch {
  readonly from: number;
  readonly delayMs: number;
}
