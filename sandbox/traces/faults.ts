import { setTimeout as delay } from "node:timers/promises";
import { endlessBody } from "../endless-body.ts";

/** An answer that goes wrong: a proxy's page, a body cut in half, one that never ends, or a refusal. */
export type HttpFault = "html-500" | "html-200" | "truncated-json" | "endless" | "denied";

/** What a test or a scenario makes go wrong, until clear(). */
export interface HttpFaults {
  /** Answers come this much later in real time. */
  delayAnswers(delayMs: number): void;
  /** Every answer is this fault instead. */
  fail(fault: HttpFault): void;
  /** Refuses with 429 from the next request on, for as long as it says in Retry-After. Null: for ever, and without a word. */
  throttle(seconds: number | null): void;
  /** Requests that came although they had been told to wait. */
  readonly tooEarly: number;
  /** Traces are answered with another one's spans, as by a proxy that mixes up what it keeps. */
  mixUp(): void;
  clear(): void;
}

/** The faults as a server consults them. */
export class HttpFaultPlan implements HttpFaults {
  #delayMs = 0;
  #fault: HttpFault | null = null;
  #throttle: { readonly seconds: number | null; until: number | null } | null = null;
  #mixedUp = false;
  tooEarly = 0;

  delayAnswers(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  fail(fault: HttpFault): void {
    this.#fault = fault;
  }

  throttle(seconds: number | null): void {
    this.#throttle = { seconds, until: null };
  }

  mixUp(): void {
    this.#mixedUp = true;
  }

  get mixedUp(): boolean {
    return this.#mixedUp;
  }

  clear(): void {
    this.#delayMs = 0;
    this.#fault = null;
    this.#throttle = null;
    this.#mixedUp = false;
  }

  /** Answers with what is planned to go wrong, or with what the server has to say. */
  async answer(request: Request, say: () => Promise<Response>): Promise<Response> {
    if (this.#delayMs > 0) await delay(this.#delayMs, undefined, { signal: request.signal });
    const refusal = this.#refusal();
    if (refusal !== null) return refusal;
    switch (this.#fault) {
      case "denied":
        return new Response("Forbidden\n", { status: 403 });
      case "html-500":
      case "html-200":
        return new Response("<!doctype html><html><body><h1>Internal Server Error</h1></body></html>", {
          status: this.#fault === "html-500" ? 500 : 200,
          headers: { "content-type": "text/html" },
        });
      case "endless":
        return endlessBody(request, "application/json");
      case "truncated-json": {
        const whole = await (await say()).text();
        const half = whole.slice(0, Math.floor(whole.length / 2));
        return new Response(half, { headers: { "content-type": "application/json" } });
      }
      case null:
        return say();
    }
  }

  #refusal(): Response | null {
    const throttle = this.#throttle;
    if (throttle === null) return null;
    if (throttle.seconds === null) return new Response("rate limited\n", { status: 429 });
    const now = performance.now();
    if (throttle.until === null) throttle.until = now + throttle.seconds * 1000;
    else if (now >= throttle.until) return null;
    else this.tooEarly++;
    const left = Math.ceil((throttle.until - now) / 1000);
    return new Response("rate limited\n", { status: 429, headers: { "retry-after": String(left) } });
  }
}
