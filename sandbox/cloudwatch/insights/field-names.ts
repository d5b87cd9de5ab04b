import { MalformedQuery } from "./malformed-query.ts";
import type { Token } from "./tokens.ts";

/** The fields that the service gives to an event by itself. Fields of a JSON message come without an @. */
const DISCOVERED_FIELDS = [
  "@timestamp",
  "@message",
  "@logStream",
  "@log",
  "@ingestionTime",
  "@ptr",
  "@type",
  "@requestId",
  "@duration",
  "@billedDuration",
  "@memorySize",
  "@maxMemoryUsed",
  "@initDuration",
  "@xrayTraceId",
  "@xraySegmentId",
] as const;

const DISCOVERED: ReadonlySet<string> = new Set(DISCOVERED_FIELDS);

/** Which names a command may use, and which it may give ("ephemeral fields"), as the commands are read in turn. */
export class FieldNames {
  readonly #defined = new Set<string>();
  #only: ReadonlySet<string> | null = null;

  /** A name that a command reads. */
  use(token: Token): string {
    const name = token.value;
    if (this.#only !== null && !this.#only.has(name) && !this.#defined.has(name)) {
      throw refusal(`after stats there is no field ${name}`, token);
    }
    const generated = name.startsWith("@") && !name.startsWith("@@");
    if (this.#only === null && generated && !DISCOVERED.has(name) && !this.#defined.has(name)) {
      throw refusal(`the field ${name} is not discovered here`, token);
    }
    return name;
  }

  /** A name that a command gives; no command may give it again. */
  define(token: Token): string {
    const name = token.value;
    if (this.#defined.has(name) || DISCOVERED.has(name)) {
      throw refusal(`Ephemeral field is already defined: ${name} ([${token.start},${token.end}])`, token);
    }
    this.#defined.add(name);
    return name;
  }

  /** A name that `fields` lists without `as`: the service reads it as a definition, so it must not be ephemeral. */
  list(token: Token): string {
    if (this.#only === null && this.#defined.has(token.value)) this.define(token);
    return this.use(token);
  }

  /** From here on there are only these columns, and what is defined later. */
  aggregate(columns: readonly string[]): void {
    this.#only = new Set(columns);
    this.#defined.clear();
  }
}

export function refusal(message: string, { start, end }: Token): MalformedQuery {
  return new MalformedQuery(message, start, end);
}
