import { AWS_ACCOUNT } from "../../world/aws-account.ts";
import { apiRequestId } from "../../world/aws-ids.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { commonLogTime } from "../../world/time-text.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { handOver } from "../hand-over.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const API = "b1ds0ck3tq";
const BIDDERS = 40;
/** They bid on lots with large pictures. */
const HIT = 12;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "auction-socket": { ids: [API], owner: "auctions team", routes: {} } },
};

const ALARM: Alarm = {
  name: "Function fails (place-bid)",
  description: "Errors in each of the last three minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "place-bid" },
  periodSeconds: 60,
  periods: 3,
  threshold: 1,
};

/** 08:20. Bids over open connections kill their function, and only the beginning of each tells whose it is. The README has the story. */
export function tellBidsKilled(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("bids-killed");
  const at = (clock: string): number => clockTime(midnight, clock);
  const bidders = createCustomers(random.fork("bidders"), { count: BIDDERS, before: at("07:30:00") });
  const open = smallFunction(world, "open-auction", powertools);
  const bid = smallFunction(world, "place-bid", powertools);
  const errors: number[] = [];
  const connections = new Map<Customer, { id: string; since: number }>();

  const frame = (customer: Customer, when: number, route: string, handler: (invocation: Invocation) => Ending) => {
    const connection = connections.get(customer) ?? { id: apiRequestId(random), since: when };
    connections.set(customer, connection);
    const trace = newTrace(random, when);
    const prints = footprintsOf({ requestId: apiRequestId(random), trace });
    const by = route === "$connect" ? open : bid;
    const requestId = random.uuid();
    prints.invocations[by.name] = requestId;
    const body =
      route === "$connect" ? null : { action: "bid", lot: random.int(100, 180), cents: random.int(9, 900) * 100 };
    const event = frameEvent(customer, connection, { requestId: prints.requestId, route, at: when, body });
    const handed = { at: when + random.between(4, 12), requestId, trace, event };
    handOver(world, by, handed, handler, ({ cold }) => {
      prints.cold ||= cold;
    });
    return prints;
  };
  const killed = (invocation: Invocation): Ending => {
    invocation.says({ what: "note", level: "INFO", message: "reading the lot's pictures", fields: { mb: 184 } });
    invocation.works(random.between(900, 1600));
    errors.push(invocation.now);
    return { killed: true };
  };

  for (const [i, when] of spread(random, BIDDERS, at("07:35:00"), at("07:50:00")).entries()) {
    const customer = bidders[i];
    if (customer !== undefined) frame(customer, when, "$connect", (invocation) => accepted(invocation, 200));
  }
  const prints: Footprints[] = spread(random, 2 * HIT, at("08:12:00"), at("08:19:20")).map((when, i) =>
    frame(bidders[i % HIT] ?? random.pick(bidders), when, "bid", killed),
  );
  for (const when of scattered(random, 160, at("07:52:00"), at("08:20:00"))) {
    frame(random.pick(bidders.slice(HIT)), when, "bid", (invocation) => {
      invocation.works(random.between(20, 60));
      return accepted(invocation, 200);
    });
  }
  return smallStory({
    name: "bids-killed",
    world,
    midnight,
    clock: "08:20:00",
    id: "QB1DSK1LLEDX1",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: bidders.slice(0, HIT).map(({ sub }) => sub),
    prints,
  });
}

function accepted(invocation: Invocation, statusCode: number): Ending {
  invocation.works(3);
  invocation.says({ what: "result", result: { statusCode } });
  return { returned: { statusCode } };
}

interface Frame {
  readonly requestId: string;
  readonly route: string;
  readonly at: number;
  readonly body: JsonObject | null;
}

/**
 * What a WebSocket API hands on. Who connects signs the first request, with an identity of the Cognito identity pool: the
 * frames that follow are not signed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
function frameEvent(
  { address, device, sub }: Customer,
  { id, since }: { id: string; since: number },
  { requestId, route, at, body }: Frame,
): JsonObject {
  const host = `${API}.execute-api.${AWS_ACCOUNT.region}.amazonaws.com`;
  const connecting = route === "$connect";
  const headers = { headers: { Host: host, "User-Agent": device.userAgent, "X-Forwarded-For": address } };
  return {
    ...(connecting ? headers : {}),
    requestContext: {
      routeKey: route,
      ...(connecting ? {} : { messageId: requestId }),
      eventType: connecting ? "CONNECT" : "MESSAGE",
      extendedRequestId: requestId,
      requestTime: commonLogTime(Math.floor(at)),
      messageDirection: "IN",
      stage: "prod",
      connectedAt: Math.floor(since),
      requestTimeEpoch: Math.floor(at),
      identity: {
        ...(connecting
          ? {
              cognitoIdentityId: `${AWS_ACCOUNT.region}:${sub}`,
              cognitoIdentityPoolId: `${AWS_ACCOUNT.region}:0c1d2e3f-4a5b-4c6d-8e7f-90a1b2c3d4e5`,
            }
          : {}),
        userAgent: device.userAgent,
        sourceIp: address,
      },
      requestId,
      domainName: host,
      connectionId: id,
      apiId: API,
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
