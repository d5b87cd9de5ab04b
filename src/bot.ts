import type { Logger } from "pino";
import type { Inventories } from "./inventory.ts";
import type { Store } from "./investigation.ts";
import type { Narrator } from "./narrate/narrator.ts";
import type { PagerDuty } from "./pagerduty/pagerduty.ts";
import type { Renderer } from "./pictures/renderer.ts";
import type { Room } from "./pursue.ts";
import type { Slack } from "./slack/slack.ts";
import type { InventorySource } from "./sources/aws-inventory.ts";

/** Everything that a handler may touch. Made once, in `main.ts`; a test makes one of other parts. */
export interface Bot {
  readonly room: Room;
  readonly store: Store;
  readonly inventories: Inventories;
  readonly inventorySources: readonly InventorySource[];
  readonly slack: Slack;
  readonly pagerduty: PagerDuty;
  readonly pictures: Renderer;
  /** Where a model is configured that words reports. */
  readonly narrator?: Narrator;
  /** The channel in which incidents are told. */
  readonly channel: string;
  /** The email of the PagerDuty user in whose name notes are written. */
  readonly from: string;
  /** The name of this process among those that share the store. */
  readonly owner: string;
  readonly log: Logger;
  /** Something became due at once: do not wait for the next look. */
  nudge(): void;
}
