import { eventIdOf } from "../event-id.ts";
import type { LogEvent } from "../log-event.ts";
import { jsonFieldsOf } from "./json-fields.ts";
import { lambdaField } from "./lambda-fields.ts";
import type { Value } from "./value.ts";

/** What a command works on: an event, or a group of events after `stats`. */
export interface Row {
  get(field: string): Value;
  /** Gives the row an ephemeral field. */
  set(field: string, value: Value): void;
}

/** Where an event lies. */
export interface EventOrigin {
  readonly account: string;
  readonly group: string;
  readonly stream: string;
}

/** An event with all its fields. Nothing of its message is parsed before a command asks for it. */
export class EventRow implements Row {
  readonly event: LogEvent;
  readonly #origin: EventOrigin;
  #ephemeral: Map<string, Value> | null = null;
  #json: ReadonlyMap<string, string> | null = null;

  constructor(event: LogEvent, origin: EventOrigin) {
    this.event = event;
    this.#origin = origin;
  }

  get(field: string): Value {
    const ephemeral = this.#ephemeral?.get(field);
    if (ephemeral !== undefined) return ephemeral;
    switch (field) {
      case "@message":
        return this.event.message;
      case "@timestamp":
        return { epochMs: this.event.timestamp };
      case "@ingestionTime":
        return { epochMs: this.event.ingestionTime };
      case "@logStream":
        return this.#origin.stream;
      case "@log":
        return `${this.#origin.account}:${this.#origin.group}`;
      case "@ptr":
        return Buffer.from(`${this.#origin.group}\n${this.#origin.stream}\n${eventIdOf(this.event)}`).toString(
          "base64",
        );
      default:
        return field.startsWith("@") && !field.startsWith("@@")
          ? lambdaField(field, this.event.message)
          : (this.#jsonFields().get(field) ?? null);
    }
  }

  set(field: string, value: Value): void {
    this.#ephemeral ??= new Map();
    this.#ephemeral.set(field, value);
  }

  #jsonFields(): ReadonlyMap<string, string> {
    this.#json ??= jsonFieldsOf(this.event.message, this.#origin.group.startsWith("/aws/lambda/"));
    return this.#json;
  }
}

/** A row that holds nothing but what it was given. */
export class GroupRow implements Row {
  readonly #fields = new Map<string, Value>();

  get(field: string): Value {
    return this.#fields.get(field) ?? null;
  }

  set(field: string, value: Value): void {
    this.#fields.set(field, value);
  }
}
