import { tellCheckoutThrottled } from "./checkout-throttled/story.ts";
import { tellEmptyRideId } from "./empty-ride-id/story.ts";
import { tellExportThrottled } from "./export-throttled/story.ts";
import type { Tell } from "./story.ts";

/** The incidents of the night, in the order in which they happen. */
export const STORIES = {
  "checkout-throttled": tellCheckoutThrottled,
  "empty-ride-id": tellEmptyRideId,
  "export-throttled": tellExportThrottled,
} as const satisfies Readonly<Record<string, Tell>>;

export type StoryName = keyof typeof STORIES;
