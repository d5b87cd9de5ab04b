/** A limit that was reached, as a service names it. */
export interface Limit {
  /** As people name it: "the write capacity of table orders". */
  readonly text: string;
  /** Whether it passes without anybody doing anything; null where that is not documented. */
  readonly healsItself: boolean | null;
  /** When and how it ends, as documented. */
  readonly ends: string;
  readonly source: string;
}
