/** A whole answer that goes wrong: a proxy's page, a body cut in half or one that never ends, or a refusal for the rate. */
export type Fault = "html-500" | "truncated-json" | "endless" | "throttled";

/** What a test or a scenario makes go wrong, until clear(). */
export interface Faults {
  /** Every operation that names the group is answered AccessDeniedException. */
  denyGroup(group: string): void;
  allowGroup(group: string): void;
  /** Answers come this much later in real time. */
  delayAnswers(delayMs: number): void;
  /** The next `times` requests for the operation get the fault instead of their answer. */
  failNext(operation: string, fault: Fault, times?: number): void;
  /** The next query to be started ends so, instead of Complete. */
  endNextQuery(status: "Failed" | "Timeout"): void;
  clear(): void;
}

/** The faults as the server consults them. */
export class FaultPlan implements Faults {
  readonly #denied = new Set<string>();
  readonly #planned = new Map<string, Fault[]>();
  #endings: ("Failed" | "Timeout")[] = [];
  #delayMs = 0;

  denyGroup(group: string): void {
    this.#denied.add(group);
  }

  allowGroup(group: string): void {
    this.#denied.delete(group);
  }

  delayAnswers(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  failNext(operation: string, fault: Fault, times = 1): void {
    const planned = this.#planned.get(operation) ?? [];
    this.#planned.set(operation, [...planned, ...new Array<Fault>(times).fill(fault)]);
  }

  endNextQuery(status: "Failed" | "Timeout"): void {
    this.#endings.push(status);
  }

  clear(): void {
    this.#denied.clear();
    this.#planned.clear();
    this.#endings = [];
    this.#delayMs = 0;
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  denies(group: string): boolean {
    return this.#denied.has(group);
  }

  takeFault(operation: string): Fault | null {
    return this.#planned.get(operation)?.shift() ?? null;
  }

  takeEnding(): "Failed" | "Timeout" | null {
    return this.#endings.shift() ?? null;
  }
}
