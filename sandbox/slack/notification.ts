/** What a phone's lock screen shows. `atMs` is epoch milliseconds, `text` at most 120 characters. */
export interface Notification {
  readonly user: string;
  readonly atMs: number;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  /** Where and who: "#incidents · wake-or-wait". */
  readonly title: string;
  readonly text: string;
}
