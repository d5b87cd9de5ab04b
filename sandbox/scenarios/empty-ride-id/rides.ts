import { apiRequestId } from "../../world/aws-ids.ts";
import type { Customer } from "../../world/customer.ts";
import { eventBridgeEvent } from "../../world/events/eventbridge-event.ts";
import type { HttpRequest } from "../../world/events/http-request.ts";
import { type RestApi, restApiEvent } from "../../world/events/rest-api-event.ts";
import { snsNotification } from "../../world/events/sns-notification.ts";
import { sqsEvent } from "../../world/events/sqs-event.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { invokeAsync } from "../../world/lambda/invoke-async.ts";
import type { Invoked, LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { newTrace, type Trace } from "../../world/trace.ts";
import type { World } from "../../world/world.ts";
import { stageCallId, stageSegment } from "../../world/xray/stage-segment.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { type DriverAlert, dispatch, type RideDispatched } from "./dispatch.ts";
import { createRideFunctions, DISPATCH_AFTER } from "./functions.ts";
import { notifyDriver } from "./notify-driver.ts";
import { postToSocial } from "./post-to-social.ts";
import { pricing } from "./pricing.ts";
import { newRide, pickupOf, type Ride } from "./ride.ts";
import { type RideEvent, rideService } from "./ride-service.ts";

export const RIDES_APPS = [
  "Rides/8.4.0 (com.example.rides; build:2210; iOS 26.1.0) Alamofire/5.10.2",
  "Rides/8.4.1 (Android 16; Pixel 9) okhttp/5.1.0",
];

export const RIDES_API: RestApi = {
  id: "a9v3kd81xq",
  stage: "prod",
  resourceIds: { "/rides": "u7c2ok" },
  userPool: { id: "eu-central-1_T4mZc9WbE", clientId: "7h2k9d4s1m6q8v3x5z0c2b4n6t", tokenSeconds: 14_400 },
};

export interface Booking {
  readonly customer: Customer;
  /** When the API has the request, epoch ms. */
  readonly at: number;
  /** When a ride that is booked ahead begins, epoch ms; null: now. */
  readonly scheduledFor: number | null;
  /** The first attempt at its fare times out; the second one does not. */
  readonly pricedLate?: boolean;
}

export interface Rides {
  /** Plans a request for a ride, and all that follows from it. */
  book(booking: Booking): Footprints;
  /** Version 42 of `dispatch` goes live at `at`. */
  deployDispatch(at: number): void;
  /** When an invocation of `post-to-social` ended in an error, as it goes. */
  readonly errors: readonly number[];
}

/** Who sends what a topic puts into a queue: a principal of SNS itself. */
const SNS_PRINCIPAL = "AIDAISMY7JYY5F7RTT6AO";

/** A request on its way: what all that follows from it shares. */
interface Journey {
  readonly trace: Trace;
  readonly prints: Footprints;
}

export function createRides(world: World): Rides {
  const random = world.random.fork("rides");
  const functions = createRideFunctions(world);
  const subscription = random.uuid();
  const errors: number[] = [];
  let losesRideId = false;

  /** A rule of the bus hands an event to its target. */
  const handOver = (
    put: RideEvent,
    to: LambdaFunction,
    { trace, prints }: Journey,
    handler: (invocation: Invocation, attempt: number) => Ending,
    failed: (at: number) => void = () => {},
  ): void => {
    const requestId = random.uuid();
    prints.events[put.detailType] = put.id;
    prints.invocations[to.name] = requestId;
    const ended = ({ cold, threw, endedAt }: Invoked): void => {
      prints.cold ||= cold;
      if (threw) failed(endedAt);
    };
    const at = put.at + random.between(70, 320);
    invokeAsync({ timeline: world.timeline, random }, to, { at, requestId, trace, handler, ended });
  };

  const onRequested = (put: RideEvent, ride: Ride, journey: Journey, pricedLate: boolean): void => {
    const event = eventBridgeEvent(put);
    const room = {
      random,
      put: (dispatched: RideEvent<RideDispatched>) => onDispatched(dispatched, journey),
      published: (alert: DriverAlert) => onAlert(alert, journey),
    };
    handOver(put, functions.dispatch, journey, (invocation) =>
      dispatch(invocation, { event, ride, losesRideId }, room),
    );
    handOver(put, functions.pricing, journey, (invocation, attempt) =>
      pricing(invocation, { event, ride, timesOut: pricedLate && attempt === 1 }, random),
    );
  };

  const onDispatched = (put: RideEvent<RideDispatched>, journey: Journey): void => {
    const event = eventBridgeEvent(put);
    const { details } = put.detail;
    const handler = (invocation: Invocation): Ending => postToSocial(invocation, { event, details }, random);
    handOver(put, functions.postToSocial, journey, handler, (at) => errors.push(at));
  };

  const onAlert = (alert: DriverAlert, { trace, prints }: Journey): void => {
    const body = snsNotification(random, { ...alert, topic: "driver-alerts", subscription });
    const sentAt = alert.at + random.between(15, 45);
    const message = { id: random.uuid(), queue: "driver-alerts", body, senderId: SNS_PRINCIPAL, trace, sentAt };
    const requestId = random.uuid();
    prints.notifications["driver-alerts"] = alert.id;
    prints.messages[message.queue] = message.id;
    prints.invocations[functions.notifyDriver.name] = requestId;
    const at = sentAt + random.between(10, 60);
    world.timeline.at(at, () => {
      const event = sqsEvent(random, message, at);
      const { driverId } = alert;
      const program = (invocation: Invocation): Ending => notifyDriver(invocation, { event, driverId }, random);
      functions.notifyDriver.invoke({ at, requestId, trace: newTrace(random, at), apiRequestId: null, program });
    });
  };

  return {
    errors,
    deployDispatch(at) {
      world.timeline.at(at, () => {
        functions.dispatch.deploy(DISPATCH_AFTER);
        losesRideId = true;
      });
    },
    book({ customer, at, scheduledFor, pricedLate = false }) {
      const ride = newRide(random, customer, scheduledFor);
      const trace = newTrace(random, at);
      const body = { pickup: pickupOf(ride), dropoff: { ...ride.dropoff }, product: ride.product };
      const request: HttpRequest = {
        at,
        requestId: random.uuid(),
        trace,
        method: "POST",
        route: "/rides",
        parameters: {},
        query: {},
        body,
        customer,
        signedIn: true,
      };
      const prints = footprintsOf(request);
      const extendedRequestId = apiRequestId(random);
      const event = restApiEvent(RIDES_API, request, extendedRequestId);
      const requestId = random.uuid();
      prints.invocations[functions.rideService.name] = requestId;
      const startsAt = at + random.between(8, 22);
      const put = (requested: RideEvent): void => onRequested(requested, ride, { trace, prints }, pricedLate);
      world.timeline.at(startsAt, () => {
        const program = (invocation: Invocation): Ending => rideService(invocation, { event, ride }, { random, put });
        const parent = stageCallId(request);
        const invoked = { at: startsAt, requestId, trace, apiRequestId: request.requestId, parent, program };
        const { cold, endedAt } = functions.rideService.invoke(invoked);
        prints.cold = cold;
        const staged = { api: RIDES_API, apiName: "rides-api", request, extendedRequestId, askedAt: startsAt };
        const answered = { functionName: functions.rideService.name, answeredAt: endedAt, status: 202 };
        world.traces.write(stageSegment({ ...staged, ...answered }), endedAt);
      });
      return prints;
    },
  };
}
