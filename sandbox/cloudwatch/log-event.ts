/** One line to store. Times in epoch ms; nobody sees the line before `ingestionTime`. */
export interface LogLine {
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

/** A stored line. `serial` counts all lines of the store, in the order in which they were stored. */
export interface LogEvent extends LogLine {
  readonly serial: number;
  /** UTF-8 size of the message, with the service's overhead. */
  readonly bytes: number;
}

/** What a reader may see: lines that were ingested by `nowMs`, and stored before serial `end`. */
export interface Snapshot {
  readonly nowMs: number;
  readonly end: number;
}

/** The order in which the service returns events: by timestamp, then ingestion, then arrival. */
export function compareEvents(a: Ordered, b: Ordered): number {
  return a.timestamp - b.timestamp || a.ingestionTime - b.ingestionTime || a.serial - b.serial;
}

export type Ordered = Pick<LogEvent, "timestamp" | "ingestionTime" | "serial">;

export function isVisible(event: LogEvent, snapshot: Snapshot): boolean {
  return event.ingestionTime <= snapshot.nowMs && event.serial < snapshot.end;
}
