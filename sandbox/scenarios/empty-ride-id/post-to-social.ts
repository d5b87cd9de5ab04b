import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import type { Random } from "../../world/random.ts";
import { done } from "../endings.ts";
import type { RideDispatched } from "./dispatch.ts";

/** The share of posts that go out with a long link. */
const NO_SHORT_LINK = 0.004;

/** The handler of RideDispatched that posts the ride. It refuses an event without the ride's id. */
export function postToSocial(
  invocation: Invocation,
  { event, details }: { event: JsonObject; details: RideDispatched["details"] },
  random: Random,
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(1, 4));
  const { rideId, caption } = details;
  if (rideId === "") return { threw: EMPTY_RIDE_ID };
  if (random.chance(NO_SHORT_LINK)) {
    invocation.says({ what: "failure", message: "link not shortened, posting the long one:", failure: LINK_TAKEN });
  }
  const input = { caption, link: `https://go.rides.example/${rideId}`, visibility: "friends" };
  const output = { status: 201, id: `post_${random.text("0123456789", 15)}` };
  invocation.calls({ name: "POST https://graph.social.example/v2/posts", input }, random.between(70, 220), output);
  return done(invocation, { posted: true, postId: output.id });
}

const EMPTY_RIDE_ID: Failure = {
  name: "ValidationError",
  message: "details.rideId cannot be an empty string",
  frames: [
    "    at requireText (/var/task/validate.js:17:11)",
    "    at validateRide (/var/task/validate.js:31:3)",
    "    at handler (/var/task/post-to-social.js:22:16)",
    "    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1306:29)",
  ],
  fields: { name: "ValidationError", field: "details.rideId" },
};

const LINK_TAKEN: Failure = {
  name: "ShortLinkError",
  message: "every candidate is taken",
  frames: ["    at shorten (/var/task/short-link.js:44:9)", "    at async handler (/var/task/post-to-social.js:26:18)"],
  fields: { candidates: 5 },
};
