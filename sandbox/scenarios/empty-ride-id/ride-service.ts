import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Random } from "../../world/random.ts";
import { respond } from "../endings.ts";
import { pickupOf, type Ride } from "./ride.ts";

/** An event that has been put on the bus `rides`, at `at` (epoch ms). */
export interface RideEvent<Detail extends JsonObject = JsonObject> {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: Detail;
  readonly at: number;
}

/** The handler of POST /rides: it puts RideRequested on the bus, and answers before anybody has taken the ride. */
export function rideService(
  invocation: Invocation,
  { event, ride }: { event: JsonObject; ride: Ride },
  { random, put }: { random: Random; put: (event: RideEvent) => void },
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(1, 4));
  const detail = {
    details: {
      rideId: ride.id,
      riderId: ride.rider.sub,
      pickup: pickupOf(ride),
      dropoff: { ...ride.dropoff },
      product: ride.product,
      shareOnSocial: true,
    },
    requestedAt: new Date(invocation.now).toISOString(),
  };
  putEvent(invocation, random, { source: "rides.ride-service", detailType: "RideRequested", detail }, put);
  invocation.works(random.between(0.5, 2));
  return respond(invocation, 202, { rideId: ride.id, status: "REQUESTED" });
}

/** Puts one event on the bus `rides`. */
export function putEvent<Detail extends JsonObject>(
  invocation: Invocation,
  random: Random,
  { source, detailType, detail }: Pick<RideEvent<Detail>, "source" | "detailType" | "detail">,
  put: (event: RideEvent<Detail>) => void,
): void {
  const entry = { EventBusName: "rides", Source: source, DetailType: detailType, Detail: JSON.stringify(detail) };
  const call = { name: "EventBridge PutEvents", input: { Entries: [entry] } };
  const event = { id: random.uuid(), source, detailType, detail, at: invocation.now + 6 };
  const output = { FailedEntryCount: 0, Entries: [{ EventId: event.id }] };
  invocation.calls(call, random.between(8, 22), answer(output, { requestId: random.uuid() }));
  put(event);
}
