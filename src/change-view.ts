/** A deploy, or another change, before the failures began. */
export interface ChangeView {
  /** `version`: seen in the logs; `event`: told to PagerDuty. */
  readonly kind: "version" | "event";
  /** Of a version, when it was seen first. */
  readonly at: string;
  readonly text: string;
  readonly function: string | null;
  readonly version: string | null;
  readonly previous: string | null;
  readonly url: string | null;
}
