/** A whole answer that goes wrong: a proxy's page, a body cut in half, one that never ends, or a refusal for the rate. */
export type Fault = "html-500" | "truncated-json" | "endless-body" | "throttled";

export type OperationName = "BatchGetTraces" | "GetServiceGraph" | "GetTraceSummaries";

/** What a test or a scenario makes go wrong, until clear(). */
export interface Faults {
  /** The operation is answered AccessDeniedException. */
  deny(operation: OperationName): void;
  /** Answers come this much later in real time. */
  delayAnswers(delayMs: number): void;
  /** The next `times` requests for the operation get the fault instead of their answer. */
  failNext(operation: OperationName, fault: Fault, times?: number): void;
  /** The next `times` requests for the trace name it as unprocessed. */
  leaveUnprocessed(traceId: string, times?: number): void;
  clear(): void;
}

/** The faults as the server consults them. */
export class FaultPlan implements Faults {
  readonly #denied = new Set<OperationName>();
  readonly #planned = new Map<string, Fault[]>();
  readonly #unprocessed = new Map<string, number>();
  #delayMs = 0;

  deny(operation: OperationName): void {
    this.#denied.add(operation);
  }

  delayAnswers(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  failNext(operation: OperationName, fault: Fault, times = 1): void {
    const planned = this.#planned.get(operation) ?? [];
    this.#planned.set(operation, [...planned, ...new Array<Fault>(times).fill(fault)]);
  }

  leaveUnprocessed(traceId: string, times = 1): void {
    this.#unprocessed.set(traceId, times);
  }

  clear(): void {
    this.#denied.clear();
    this.#planned.clear();
    this.#unprocessed.clear();
    this.#delayMs = 0;
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  denies(operation: OperationName): boolean {
    return this.#denied.has(operation);
  }

  takeFault(operation: OperationName): Fault | null {
    return this.#planned.get(operation)?.shift() ?? null;
  }

  takeUnprocessed(traceId: string): boolean {
    const left = this.#unprocessed.get(traceId) ?? 0;
    this.#unprocessed.set(traceId, left - 1);
    return left > 0;
  }
}
