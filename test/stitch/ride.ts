import type { LoggedStream } from "../decode/log-chunk.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { snsNotification } from "../services/sns-notification.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { uuid } from "./uuid.ts";

/** The ids of a ride, by what they are of. */
export interface RideIds {
  readonly request: string;
  readonly rides: string;
  readonly topic: string;
  readonly message: string;
  readonly dispatch: string;
  readonly event: string;
  readonly post: string;
}

/**
 * A request that goes through everything that joins by ids: an HTTP API, a function that publishes to a topic, a queue
 * behind the topic, a function that polls it and puts an event, and a function behind the bus.
 */
export function ride(name: string, at: number): { readonly ids: RideIds; readonly streams: readonly LoggedStream[] } {
  const ids = {
    request: `${uuid(`${name} api`).replaceAll("-", "").slice(0, 15)}=`,
    rides: uuid(`${name} rides`),
    topic: uuid(`${name} topic`),
    message: uuid(`${name} message`),
    dispatch: uuid(`${name} dispatch`),
    event: uuid(`${name} event`),
    post: uuid(`${name} post`),
  };
  const said = JSON.stringify({ rideId: name });
  const notification = snsNotification({ messageId: ids.topic, topic: "ride-requested", message: said, at: at + 40 });
  const detail = { details: { rideId: name } };
  const put = { EventBusName: "rides", Source: "rides", DetailType: "RideDispatched", Detail: JSON.stringify(detail) };
  const event = eventbridgeEvent({ id: ids.event, detailType: "RideDispatched", detail, at: at + 500 });
  const rides = functionLog({
    name: "ride-service",
    requestId: ids.rides,
    at: at + 12,
    lines: [
      `INFO\tEVENT ${JSON.stringify(httpApiEvent({ requestId: ids.request, at, routeKey: "POST /rides", sub: `user-${name}` }))}`,
      `INFO\tPublish {"TopicArn":"arn:aws:sns:eu-central-1:123456789012:ride-requested","Message":${JSON.stringify(said)}}`,
      `INFO\tpublished {"MessageId":"${ids.topic}","$metadata":{"httpStatusCode":200,"requestId":"${uuid(`${name} call`)}","attempts":1}}`,
      'INFO\tRESPONSE {"statusCode":202,"body":"{}"}',
    ],
  });
  const dispatch = functionLog({
    name: "dispatch",
    requestId: ids.dispatch,
    at: at + 300,
    lines: [
      `INFO\tEVENT ${JSON.stringify(sqsEvent("dispatch", [{ messageId: ids.message, body: JSON.stringify(notification), sentAt: at + 60 }]))}`,
      `INFO\tPutEvents ${JSON.stringify({ Entries: [put] })}`,
      `INFO\tput {"FailedEntryCount":0,"Entries":[{"EventId":"${ids.event}"}]}`,
    ],
  });
  const post = functionLog({
    name: "post-to-social",
    requestId: ids.post,
    at: at + 900,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
  return { ids, streams: [rides, dispatch, post] };
}
