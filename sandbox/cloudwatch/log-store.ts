import { LIMITS } from "./limits.ts";
import type { LogLine } from "./log-event.ts";
import { LogStream } from "./log-stream.ts";

/** What an account may have chosen for a group. */
export interface GroupSettings {
  readonly logGroupClass: "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY";
  readonly dataProtectionStatus?: "ACTIVATED" | "DISABLED";
  readonly retentionInDays?: number;
  /** Of its field index policy, beside those that every group of the standard class has. */
  readonly indexedFields?: readonly string[];
}

export interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly settings: GroupSettings;
  readonly streams: ReadonlyMap<string, LogStream>;
}

interface OpenLogGroup extends LogGroup {
  createdMs: number;
  settings: GroupSettings;
  readonly streams: Map<string, LogStream>;
}

/** All groups, streams and lines of one account in one region. */
export class LogStore {
  readonly #groups = new Map<string, OpenLogGroup>();
  #serial = 0;

  /** The serial of the next line to be stored. */
  get end(): number {
    return this.#serial;
  }

  group(name: string): LogGroup | undefined {
    return this.#groups.get(name);
  }

  /** All groups by name, in ASCII order. */
  groups(): LogGroup[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** False if there is such a group already. */
  createGroup(name: string, nowMs: number): boolean {
    if (this.#groups.has(name)) return false;
    this.#groups.set(name, { name, createdMs: nowMs, settings: { logGroupClass: "STANDARD" }, streams: new Map() });
    return true;
  }

  /** The group must exist. */
  set(name: string, settings: GroupSettings): void {
    this.#existing(name).settings = settings;
  }

  /** False if the group has such a stream already. The group must exist. */
  createStream(group: string, stream: string, nowMs: number): boolean {
    const { streams } = this.#existing(group);
    const loaded = streams.get(stream);
    if (loaded?.existsAt(nowMs) === true) return false;
    if (loaded === undefined) streams.set(stream, new LogStream(stream, nowMs));
    else loaded.create(nowMs);
    return true;
  }

  /** Stores lines in any order, in a group and stream that are made where they are missing. */
  add(groupName: string, streamName: string, lines: readonly LogLine[], nowMs: number): void {
    this.createGroup(groupName, nowMs);
    const group = this.#existing(groupName);
    let stream = group.streams.get(streamName);
    if (stream === undefined) {
      stream = new LogStream(streamName, lines.length === 0 ? nowMs : Number.POSITIVE_INFINITY);
      group.streams.set(streamName, stream);
    }
    for (const { timestamp, ingestionTime, message } of lines) {
      if (!Number.isSafeInteger(timestamp) || !Number.isSafeInteger(ingestionTime)) {
        throw new RangeError(`a line of ${groupName} has a time that is not in whole milliseconds`);
      }
      const bytes = Buffer.byteLength(message) + LIMITS.eventOverheadBytes;
      stream.add({ timestamp, ingestionTime, message, bytes, serial: this.#serial++ });
      if (timestamp < group.createdMs) group.createdMs = timestamp;
    }
  }

  #existing(name: string): OpenLogGroup {
    const group = this.#groups.get(name);
    if (group === undefined) throw new Error(`there is no log group ${name}`);
    return group;
  }
}
