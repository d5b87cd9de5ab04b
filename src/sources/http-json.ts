import { setTimeout as sleep } from "node:timers/promises";
import type { Backend } from "../backends.ts";
import { Fault, sentenceOf } from "../fault.ts";
import { type Json, parseJson } from "../json.ts";
import { HTTP_LIMITS, type HttpLimits } from "./http-limits.ts";

/** What came back: of the statuses only 200, 400 and 404 are answers, everything else is a fault. */
export interface Answer {
  readonly status: 200 | 400 | 404;
  readonly bytes: Uint8Array;
  /** Undefined where the body is no JSON object or array. */
  readonly json: Json | undefined;
}

/** Requests that end together: all of what one question asks. */
export interface Asking {
  readonly until: AbortSignal;
  /** How many requests were sent. */
  readonly sent: () => number;
  /** Asks for a path with its query, beneath the backend's address. Throws a fault where nothing came that can be read. */
  get(path: string): Promise<Answer>;
}

/** Opens a backend. What it says of its rate holds for every question. */
export function httpJson(backend: Backend, limits: HttpLimits = HTTP_LIMITS): (until: AbortSignal) => Asking {
  /** Until when it wants to be left alone, as `performance.now` counts. */
  let notBefore = 0;
  const once = async (path: string, until: AbortSignal): Promise<Answer | Refusal> => {
    const signal = AbortSignal.any([until, AbortSignal.timeout(limits.requestMs)]);
    const response = await follow(backend, path, signal, limits.redirects);
    if (!isBusy(response.status)) return readAnswer(response, limits);
    await response.body?.cancel();
    return { busy: response.status, pauseMs: pauseOf(response.headers.get("retry-after")) };
  };
  const ask = async (path: string, until: AbortSignal, count: () => void): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= limits.attempts;
      const waitMs = notBefore - performance.now();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal: until });
      until.throwIfAborted();
      count();
      const answer = await once(path, until).catch((error: unknown) => {
        if (last || !isReset(error)) throw error;
        return null;
      });
      if (answer === null) continue;
      if (!("busy" in answer)) return answer;
      const pauseMs = answer.pauseMs ?? limits.pauseMs * 2 ** (attempt - 1);
      if (last || pauseMs > limits.longestPauseMs) throw busy(answer.busy, pauseMs);
      notBefore = Math.max(notBefore, performance.now() + pauseMs);
    }
  };
  return (until) => {
    let sent = 0;
    return {
      until,
      sent: () => sent,
      get: (path) =>
        ask(path, until, () => sent++).catch((error: unknown) => {
          if (error instanceof Fault) throw error;
          throw new Fault("unavailable", unreached(error), { cause: error });
        }),
    };
  };
}

/** Not now, and when instead, where that was said. */
interface Refusal {
  readonly busy: number;
  readonly pauseMs: number | null;
}

/** The other side closed a connection that was kept, often just as it was used again: asking twice does no harm. */
function isReset(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET";
}

/** Refused for its rate, or for the moment: 502 and 504 are a proxy's words for the same. */
function isBusy(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

function busy(status: number, pauseMs: number): Fault {
  const wants = pauseMs >= 1000 ? `, and wants to be left alone for ${Math.ceil(pauseMs / 1000)} s` : "";
  return new Fault("unavailable", `it is busy: it answered ${status}${wants}`);
}

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function pauseOf(header: string | null): number | null {
  if (header === null) return null;
  const pauseMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(pauseMs) ? Math.max(0, pauseMs) : null;
}

/** What authorizes us is for this host alone: redirects are followed to no other, and never out of TLS. */
async function follow(backend: Backend, path: string, signal: AbortSignal, most: number): Promise<Response> {
  let url = new URL(`${backend.url}${path}`);
  for (let redirects = 0; ; redirects++) {
    const headers = { accept: "application/json", ...backend.headers };
    const response = await fetch(url, { headers, redirect: "manual", signal });
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
    const safe = next !== null && next.host === url.host && !(url.protocol === "https:" && next.protocol !== "https:");
    if (!safe || redirects >= most) {
      throw new Fault("refused", `it sends us elsewhere${next === null ? "" : `, to ${next.host}`}: sign-in needed?`);
    }
    url = next;
  }
}

async function readAnswer(response: Response, limits: HttpLimits): Promise<Answer> {
  const { status } = response;
  if (status !== 200 && status !== 400 && status !== 404) {
    await response.body?.cancel();
    if (status === 401 || status === 403) throw new Fault("unauthorized", `it may not be read: it answered ${status}`);
    throw new Fault("unavailable", `it answered ${status}`);
  }
  const bytes = await bodyOf(response, limits.bodyBytes);
  return { status, bytes, json: parseJson(new TextDecoder().decode(bytes)) };
}

async function bodyOf(response: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early ends the connection.
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > most) throw new Fault("too-large", `its answer is longer than ${Math.round(most / 1024 / 1024)} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** `fetch failed` says nothing; its cause does. */
function unreached(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const name = error instanceof Error ? error.name : "";
  if (name === "TimeoutError" || name === "AbortError") return "it did not answer in time";
  return `it cannot be reached: ${sentenceOf(cause).split("\n")[0] ?? ""}`;
}
