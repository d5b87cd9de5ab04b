import type { Json, JsonObject } from "../json.ts";
import type { Call, Failure, Said, SpeakerInvocation } from "../logging/log-style.ts";

/** How a handler ended: it returned something, let an error through, was cut off, or was killed for want of memory. */
export type Ending =
  | { readonly returned: Json }
  | { readonly threw: Failure }
  | { readonly timedOutAfterMs: number }
  | { readonly killed: true };

/** A handler: what it does, and how long that takes, it does to its invocation. */
export type Program = (invocation: Invocation) => Ending;

/** An invocation as its program sees it. It holds the time (epoch ms, with fractions), which passes as it works. */
export class Invocation {
  #now: number;
  #keys: JsonObject = {};
  readonly #speaker: Omit<SpeakerInvocation, "keys">;
  readonly #say: (said: Said, at: number, speaker: SpeakerInvocation) => void;

  constructor(
    startsAt: number,
    speaker: Omit<SpeakerInvocation, "keys">,
    say: (said: Said, at: number, speaker: SpeakerInvocation) => void,
  ) {
    this.#now = startsAt;
    this.#speaker = speaker;
    this.#say = say;
  }

  get now(): number {
    return this.#now;
  }

  /** Time passes: ms. */
  works(durationMs: number): void {
    this.#now += durationMs;
  }

  says(said: Said): void {
    this.#say(said, this.#now, { ...this.#speaker, keys: this.#keys });
  }

  /** Keys for every line from now on. */
  appends(keys: JsonObject): void {
    this.#keys = { ...this.#keys, ...keys };
  }

  /** Makes a call and logs it. Output null: it ended in an error, and what to say of that is the program's business. */
  calls(call: Call, durationMs: number, output: Json | null): void {
    this.says({ what: "asked", call });
    this.works(durationMs);
    if (output !== null) this.says({ what: "answered", call, output, durationMs });
  }
}
