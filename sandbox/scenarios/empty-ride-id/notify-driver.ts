import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import type { Random } from "../../world/random.ts";
import { done } from "../endings.ts";

/** The share of drivers whose phone's token has expired: they get a text message. */
const PUSH_EXPIRED = 0.006;

/** The handler of the queue `driver-alerts`. */
export function notifyDriver(
  invocation: Invocation,
  { event, driverId }: { event: JsonObject; driverId: string },
  random: Random,
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(0.5, 2));
  const input = { to: driverId, title: "Rides", collapseKey: "ride" };
  if (random.chance(PUSH_EXPIRED)) {
    invocation.works(random.between(40, 90));
    invocation.says({ what: "failure", message: "push refused, sending a text message:", failure: TOKEN_EXPIRED });
    const sms = { status: 202, id: random.uuid() };
    invocation.calls(
      { name: "POST https://push.example/v1/sms", input: { to: driverId } },
      random.between(60, 160),
      sms,
    );
  } else {
    const accepted = { status: 202, id: random.uuid() };
    invocation.calls({ name: "POST https://push.example/v1/notifications", input }, random.between(25, 90), accepted);
  }
  return done(invocation, { batchItemFailures: [] });
}

const TOKEN_EXPIRED: Failure = {
  name: "PushError",
  message: "410 the device token has expired",
  frames: ["    at send (/var/task/push.js:29:11)", "    at async handler (/var/task/notify-driver.js:19:5)"],
  fields: {},
};
