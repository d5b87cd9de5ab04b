import type { Json, JsonObject } from "../world/json.ts";
import type { Ending, Invocation } from "../world/lambda/invocation.ts";

/** Ends an invocation behind an API: logs the response and returns it. */
export function respond(invocation: Invocation, statusCode: number, body: Json, headers: JsonObject = {}): Ending {
  const response = {
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
  return done(invocation, response);
}

/** Ends an invocation: logs what it returns, and returns it. */
export function done(invocation: Invocation, result: Json): Ending {
  invocation.says({ what: "result", result });
  return { returned: result };
}
