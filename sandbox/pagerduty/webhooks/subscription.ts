import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { newId } from "../new-id.ts";
import { type Attempt, attempt } from "./attempt.ts";
import { type Envelope, INCIDENT_EVENT_TYPES } from "./envelope.ts";

const HOUR_MS = 3_600_000;
/** An endpoint that does not answer is tried for this long, on the sandbox's clock. */
const RETRIED_FOR_MS = 48 * HOUR_MS;
const DISABLED_FOR_MS = 24 * HOUR_MS;
const DROPS_THAT_DISABLE = 3;

export interface NewSubscription {
  readonly url: string;
  /** Each signs every delivery: two while one is being rotated. */
  readonly secrets: readonly string[];
  /** Event types; all of them when absent. */
  readonly events?: readonly string[] | undefined;
  /** Only this service's incidents; the whole account's when absent. */
  readonly serviceId?: string | undefined;
  readonly description?: string | undefined;
  /** Sent along with every delivery. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface DeliveryTiming {
  /** The pauses (ms, real time) before the second, third, … attempt; the last one repeats. */
  readonly retryDelaysMs: readonly number[];
  /** How long the endpoint may take (ms, real time). */
  readonly answerWithinMs: number;
}

/** One webhook: the same event, body and `X-Webhook-Id` at every attempt. */
export interface Delivery {
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly incidentId: string | null;
  readonly body: string;
  readonly attempts: Attempt[];
  state: "pending" | "delivered" | "dropped";
}

/**
 * A V3 webhook subscription and everything that it ever sent. Invariants: the deliveries about one incident go out in
 * the order of the events, the next after the one before was delivered or dropped; after three drops in a row nothing
 * goes out for a day, or until it is enabled, and what waited is dropped.
 */
export class Subscription {
  readonly id = newId("P", 7);
  readonly url: string;
  readonly description: string | null;
  readonly events: readonly string[];
  readonly serviceId: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly deliveries: Delivery[] = [];
  readonly #secrets: readonly string[];
  readonly #clock: Clock;
  readonly #timing: DeliveryTiming;
  /** What is under way, by incident; the first of each queue is being delivered. */
  readonly #queues = new Map<string | null, Delivery[]>();
  readonly #running = new Set<Promise<void>>();
  #consecutiveDrops = 0;
  #disabledUntil: number | null = null;
  /** Ends the pauses and the requests of the time before it was disabled or stopped. */
  #current = new AbortController();
  #stopped = false;

  constructor(wanted: NewSubscription, clock: Clock, timing: DeliveryTiming) {
    this.url = wanted.url;
    this.description = wanted.description ?? null;
    this.events = wanted.events ?? INCIDENT_EVENT_TYPES;
    this.serviceId = wanted.serviceId ?? null;
    this.headers = wanted.headers ?? {};
    this.#secrets = wanted.secrets;
    this.#clock = clock;
    this.#timing = timing;
  }

  /** Whether three drops in a row have silenced it. */
  get temporarilyDisabled(): boolean {
    return this.#isDisabledAt(this.#clock.now());
  }

  enable(): void {
    this.#disabledUntil = null;
  }

  #isDisabledAt(at: number): boolean {
    return this.#disabledUntil !== null && at < this.#disabledUntil;
  }

  /** Sends the event if this subscription is about such events. A test event (about no incident) always goes out. */
  offer(event: Envelope): void {
    if (this.#stopped) return;
    if (event.incident !== null) {
      if (!this.events.includes(event.type)) return;
      if (this.serviceId !== null && this.serviceId !== event.incident.serviceId) return;
    }
    const delivery: Delivery = {
      webhookId: randomUUID(),
      eventId: event.id,
      eventType: event.type,
      incidentId: event.incident?.id ?? null,
      body: event.json,
      attempts: [],
      state: this.#isDisabledAt(event.at) ? "dropped" : "pending",
    };
    this.deliveries.push(delivery);
    if (delivery.state === "pending") this.#enqueue(delivery);
  }

  /** Resolves when nothing is waiting or under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#dropWhatWaits();
    await this.settled();
  }

  #enqueue(delivery: Delivery): void {
    const waiting = this.#queues.get(delivery.incidentId);
    if (waiting !== undefined) {
      waiting.push(delivery);
      return;
    }
    const queue = [delivery];
    this.#queues.set(delivery.incidentId, queue);
    const run = this.#drain(delivery.incidentId, queue).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  async #drain(incidentId: string | null, queue: Delivery[]): Promise<void> {
    for (let delivery = queue[0]; delivery !== undefined; delivery = queue[0]) {
      await this.#deliver(delivery);
      queue.shift();
    }
    if (this.#queues.get(incidentId) === queue) this.#queues.delete(incidentId);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const stopped = this.#current.signal;
    const giveUpAt = this.#clock.now() + RETRIED_FOR_MS;
    while (delivery.state === "pending") {
      const tried = await this.#attempt(delivery, stopped);
      if (stopped.aborted) return;
      delivery.attempts.push(tried);
      if (tried.outcome === "delivered") {
        delivery.state = "delivered";
        this.#consecutiveDrops = 0;
      } else if (tried.outcome === "refused" || this.#clock.now() >= giveUpAt) {
        this.#drop(delivery);
      } else {
        await this.#pauseAfter(delivery.attempts.length, stopped);
      }
    }
  }

  #attempt(delivery: Delivery, stopped: AbortSignal): Promise<Attempt> {
    const parcel = {
      url: this.url,
      headers: { ...this.headers, "x-webhook-id": delivery.webhookId, "x-webhook-subscription": this.id },
      body: new TextEncoder().encode(delivery.body),
      secrets: this.#secrets,
    };
    return attempt(parcel, { at: this.#clock.now(), answerWithinMs: this.#timing.answerWithinMs, stopped });
  }

  async #pauseAfter(attempts: number, stopped: AbortSignal): Promise<void> {
    const { retryDelaysMs } = this.#timing;
    const delayMs = retryDelaysMs[attempts - 1] ?? retryDelaysMs.at(-1) ?? 0;
    try {
      await pause(delayMs, undefined, { signal: stopped, ref: false });
    } catch {
      // Stopped or disabled meanwhile: the delivery is dropped already.
    }
  }

  #drop(delivery: Delivery): void {
    delivery.state = "dropped";
    this.#consecutiveDrops += 1;
    if (this.#consecutiveDrops < DROPS_THAT_DISABLE) return;
    this.#consecutiveDrops = 0;
    this.#disabledUntil = this.#clock.now() + DISABLED_FOR_MS;
    this.#dropWhatWaits();
  }

  #dropWhatWaits(): void {
    for (const queue of this.#queues.values()) {
      for (const delivery of queue) if (delivery.state === "pending") delivery.state = "dropped";
      queue.length = 0;
    }
    this.#queues.clear();
    this.#current.abort();
    this.#current = new AbortController();
  }
}
