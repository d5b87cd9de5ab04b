import { arn } from "../../world/aws-account.ts";
import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Json, JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Random } from "../../world/random.ts";
import { done } from "../endings.ts";
import { type Driver, pickDriver, pickupOf, type Ride } from "./ride.ts";
import { putEvent, type RideEvent } from "./ride-service.ts";

/** A message that SNS has taken, at `at` (epoch ms). */
export interface DriverAlert {
  readonly id: string;
  readonly driverId: string;
  readonly subject: string;
  readonly message: string;
  readonly at: number;
}

/** The detail of RideDispatched, as far as anybody here reads it. */
export type RideDispatched = {
  readonly details: { readonly rideId: string; readonly caption: string; readonly [more: string]: Json };
  readonly dispatchedAt: string;
};

export interface DispatchRoom {
  readonly random: Random;
  readonly put: (event: RideEvent<RideDispatched>) => void;
  readonly published: (alert: DriverAlert) => void;
}

/**
 * The handler of RideRequested: it picks a driver, stores the ride, and tells the others. `losesRideId`: the code of
 * version 42, which takes the id of a ride that was booked ahead from a reservation that does not exist yet.
 */
export function dispatch(
  invocation: Invocation,
  { event, ride, losesRideId }: { event: JsonObject; ride: Ride; losesRideId: boolean },
  room: DispatchRoom,
): Ending {
  const { random, put } = room;
  invocation.says({ what: "event", event });
  invocation.works(random.between(6, 20));
  invocation.appends({ rideId: ride.id });
  const driver = pickDriver(random);
  const etaMinutes = random.int(2, 14);
  invocation.says({
    what: "note",
    level: "INFO",
    message: "driver picked",
    fields: { driverId: driver.id, etaMinutes },
  });
  store(invocation, random, ride, driver);
  const rideId = losesRideId && ride.scheduledFor !== null ? "" : ride.id;
  const detail: RideDispatched = {
    details: {
      rideId,
      riderId: ride.rider.sub,
      driver: { ...driver },
      pickup: pickupOf(ride),
      etaMinutes,
      caption: `${ride.rider.name.split(" ")[0]} is on the way with ${driver.name}`,
    },
    dispatchedAt: new Date(invocation.now).toISOString(),
  };
  putEvent(invocation, random, { source: "rides.dispatch", detailType: "RideDispatched", detail }, put);
  alertDriver(invocation, ride, driver, room);
  return done(invocation, { driverId: driver.id, etaMinutes });
}

function store(invocation: Invocation, random: Random, ride: Ride, driver: Driver): void {
  const Item = {
    rideId: ride.id,
    riderId: ride.rider.sub,
    driverId: driver.id,
    status: ride.scheduledFor === null ? "DISPATCHED" : "RESERVED",
    pickup: pickupOf(ride),
    product: ride.product,
    updatedAt: new Date(invocation.now).toISOString(),
  };
  const call = { name: "DynamoDB PutItem", input: { TableName: "rides", Item } };
  invocation.calls(call, random.between(4, 11), answer({}, { requestId: dynamodbRequestId(random) }));
}

function alertDriver(invocation: Invocation, ride: Ride, driver: Driver, { random, published }: DispatchRoom): void {
  const subject = ride.scheduledFor === null ? "New ride" : "New reservation";
  const message = JSON.stringify({
    driverId: driver.id,
    rideId: ride.id,
    pickup: pickupOf(ride),
    product: ride.product,
  });
  const alert = { id: random.uuid(), driverId: driver.id, subject, message, at: invocation.now + 7 };
  const input = { TopicArn: arn("sns", "driver-alerts"), Subject: subject, Message: message };
  const output = answer({ MessageId: alert.id }, { requestId: random.uuid() });
  invocation.calls({ name: "SNS Publish", input }, random.between(9, 24), output);
  published(alert);
}
