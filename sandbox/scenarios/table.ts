import { tellAll200 } from "./all-200/story.ts";
import { tellBidsKilled } from "./bids-killed/story.ts";
import { tellBrokenClient } from "./broken-client/story.ts";
import { tellCheckoutThrottled } from "./checkout-throttled/story.ts";
import { tellDeployRolledBack } from "./deploy-rolled-back/story.ts";
import { tellDesksTimedOut } from "./desks-timed-out/story.ts";
import { tellEmptyRideId } from "./empty-ride-id/story.ts";
import { tellExportThrottled } from "./export-throttled/story.ts";
import { tellFleetTopic } from "./fleet-topic/story.ts";
import { tellGuests } from "./guests/story.ts";
import { tellInternalTesters } from "./internal-testers/story.ts";
import { tellNoisyCron } from "./noisy-cron/story.ts";
import { tellOneMessageFailed } from "./one-message-failed/story.ts";
import { tellParked } from "./parked/story.ts";
import { tellParkedFourDays } from "./parked-four-days/story.ts";
import { tellPartnerEvent } from "./partner-event/story.ts";
import { tellPartnerQueue } from "./partner-queue/story.ts";
import { tellPoisonShard } from "./poison-shard/story.ts";
import { tellQuietNight } from "./quiet-night/story.ts";
import { tellQuietNightHealed } from "./quiet-night-healed/story.ts";
import { tellRefundCaught } from "./refund-caught/story.ts";
import { tellRetriesSucceeded } from "./retries-succeeded/story.ts";
import { tellS3Upload } from "./s3-upload/story.ts";
import { tellSilentBackoff } from "./silent-backoff/story.ts";
import { tellSlowSearch } from "./slow-search/story.ts";
import type { Tell } from "./story.ts";
import { tellTillInvoked } from "./till-invoked/story.ts";
import { tellUnfollowed } from "./unfollowed/story.ts";
import { tellUnreadableGroup } from "./unreadable-group/story.ts";

/** The incidents of the night, in the order in which they happen. */
export const STORIES = {
  "noisy-cron": tellNoisyCron,
  "quiet-night": tellQuietNight,
  "quiet-night-healed": tellQuietNightHealed,
  "parked-four-days": tellParkedFourDays,
  "checkout-throttled": tellCheckoutThrottled,
  "empty-ride-id": tellEmptyRideId,
  "export-throttled": tellExportThrottled,
  "poison-shard": tellPoisonShard,
  "silent-backoff": tellSilentBackoff,
  parked: tellParked,
  "all-200": tellAll200,
  "bids-killed": tellBidsKilled,
  "desks-timed-out": tellDesksTimedOut,
  "partner-queue": tellPartnerQueue,
  "fleet-topic": tellFleetTopic,
  "partner-event": tellPartnerEvent,
  "deploy-rolled-back": tellDeployRolledBack,
  "retries-succeeded": tellRetriesSucceeded,
  "internal-testers": tellInternalTesters,
  "broken-client": tellBrokenClient,
  "unreadable-group": tellUnreadableGroup,
  "one-message-failed": tellOneMessageFailed,
  unfollowed: tellUnfollowed,
  guests: tellGuests,
  "refund-caught": tellRefundCaught,
  "slow-search": tellSlowSearch,
  "s3-upload": tellS3Upload,
  "till-invoked": tellTillInvoked,
} as const satisfies Readonly<Record<string, Tell>>;

/** The incidents that the demo shows in its page: a verdict to wake for errors, one for lost work, and one to wait, in few minutes. */
export const SHOWN: readonly StoryName[] = ["checkout-throttled", "empty-ride-id", "export-throttled"];

export type StoryName = keyof typeof STORIES;
