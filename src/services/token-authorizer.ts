import { type JsonObject, objectAt, textAt } from "../json.ts";
import { SECOND } from "../time.ts";
import { parseArn } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { headerOf } from "./identity.ts";
import type { Change, Operation, Received } from "./service.ts";

/**
 * A token that an authorizer is asked about before the request goes on. Nothing in it names the request: only the API and the
 * operation are known. Where the request goes on its function shows it, and this is a part of it; where it fails here nobody
 * else is told of it. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export function authorizing(event: JsonObject): Received | null {
  const asked = askedAbout(event);
  if (asked === null) return null;
  const { api, method, path, account, region } = asked;
  return {
    items: [
      {
        operation: `${method} ${path}`,
        resource: api,
        account,
        region,
        ids: [],
        shared: [],
        sentAt: null,
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("http", { method, path, root: "failing" }),
  };
}

function askedAbout(event: JsonObject) {
  const arn = parseArn(textAt(event, "methodArn") ?? "");
  if (textAt(event, "type") !== "TOKEN" || arn?.service !== "execute-api") return null;
  const [api = null, , method = "ANY", ...rest] = arn.resource.split("/");
  return { api, method, path: `/${rest.join("/")}`, account: arn.account, region: arn.region };
}

/** The authorizer is asked at once: before its own cold start, and within the seconds that it may take for that. */
export function changed({ input, start }: Operation): Change | null {
  const asked = askedAbout(objectAt(input) ?? {});
  if (asked === null || asked.api === null) return null;
  const mark = JSON.stringify([asked.api, asked.method, asked.path]);
  const window = { from: start - 5 * SECOND, to: start };
  return { fields: [], mark, window, certainty: "time", itself: true };
}

/** On a domain of the team's own, the path may have a part before it that the API does not know. */
export function wrote(request: Operation, fieldsOf: (api: string) => Iterable<readonly string[]>): string[] {
  const [api, method] = [request.resource, textAt(request.input, "httpMethod")];
  const path = textAt(request.input, "path");
  if (api === null || method === null || path === null) return [];
  const paths = [path, path.replace(/^\/[^/]*(?=\/)/, "")];
  return [...fieldsOf(api)].flatMap(() => paths.map((one) => JSON.stringify([api, method, one])));
}

/** The token that the request came with; what is masked in a log tells nothing. */
export function wroteJust({ input }: Operation, item: Operation): boolean | null {
  const token = textAt(item.input, "authorizationToken");
  const sent = headerOf(objectAt(input, "headers"), "authorization");
  if (token === null || sent === null || [token, sent].some((one) => /\*{2,}|redacted/i.test(one))) return null;
  return token === sent;
}
