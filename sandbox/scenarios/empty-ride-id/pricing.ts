import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { boto3Answer } from "../../world/aws-sdk/boto3-answer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import type { Random } from "../../world/random.ts";
import { done } from "../endings.ts";
import type { Ride } from "./ride.ts";

/** The share of rides for which surge data is missing: they are priced without it. */
const NO_SURGE = 0.004;

/** The handler of RideRequested that works out the fare. `timesOut`: the surge service does not answer, and it gives up. */
export function pricing(
  invocation: Invocation,
  { event, ride, timesOut }: { event: JsonObject; ride: Ride; timesOut: boolean },
  random: Random,
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(2, 6));
  const fare = { zone: { S: ride.pickup.zone }, baseCents: { N: "390" }, perKmCents: { N: "165" } };
  const output = boto3Answer({ Item: fare }, dynamodbRequestId(random), invocation.now);
  const input = { TableName: "fares", Key: { zone: { S: ride.pickup.zone } } };
  invocation.calls({ name: "DynamoDB GetItem", input }, random.between(5, 14), output);
  if (timesOut) {
    invocation.works(3000);
    return { threw: SURGE_TIMED_OUT };
  }
  if (random.chance(NO_SURGE)) {
    invocation.says({ what: "failure", message: "no surge data, pricing without", failure: NO_SURGE_DATA });
  }
  invocation.works(random.between(8, 25));
  return done(invocation, { rideId: ride.id, fareCents: random.int(700, 4200), currency: "EUR" });
}

const NO_SURGE_DATA: Failure = {
  name: "KeyError",
  message: "'multiplier'",
  frames: ['  File "/var/task/pricing.py", line 52, in surge_for', '    return Decimal(answer["multiplier"])'],
  fields: {},
};

const SURGE_TIMED_OUT: Failure = {
  name: "ReadTimeout",
  message: "HTTPSConnectionPool(host='surge.rides.example', port=443): Read timed out. (read timeout=3)",
  frames: [
    '  File "/var/task/pricing.py", line 31, in handler',
    "    multiplier = surge_for(zone)",
    '  File "/var/task/pricing.py", line 50, in surge_for',
    '    answer = requests.get(f"{SURGE_URL}/v1/{zone}", timeout=3).json()',
    '  File "/var/task/requests/adapters.py", line 690, in send',
    "    raise ReadTimeout(e, request=request)",
  ],
  fields: {},
};
