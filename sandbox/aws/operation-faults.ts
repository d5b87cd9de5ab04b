/** A whole answer that goes wrong: a proxy's page, a body cut in half, or a refusal for the rate. */
export type OperationFault = "html-500" | "truncated-json" | "throttled";

/** What a test makes go wrong with the operations of a service, until clear(). */
export interface OperationFaults {
  /** Every request for the operation is refused for want of a permission. */
  deny(operation: string): void;
  /** The next `times` requests for the operation get the fault instead of their answer. */
  failNext(operation: string, fault: OperationFault, times?: number): void;
  /** Answers come this much later in real time. */
  delayAnswers(delayMs: number): void;
  clear(): void;
}

/** The faults as a server consults them. */
export class OperationFaultPlan implements OperationFaults {
  readonly #denied = new Set<string>();
  readonly #planned = new Map<string, OperationFault[]>();
  #delayMs = 0;

  deny(operation: string): void {
    this.#denied.add(operation);
  }

  failNext(operation: string, fault: OperationFault, times = 1): void {
    const planned = this.#planned.get(operation) ?? [];
    this.#planned.set(operation, [...planned, ...new Array<OperationFault>(times).fill(fault)]);
  }

  delayAnswers(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  clear(): void {
    this.#denied.clear();
    this.#planned.clear();
    this.#delayMs = 0;
  }

  get delayMs(): number {
    return this.#delayMs;
  }

  denies(operation: string): boolean {
    return this.#denied.has(operation);
  }

  takeFault(operation: string): OperationFault | null {
    return this.#planned.get(operation)?.shift() ?? null;
  }
}
