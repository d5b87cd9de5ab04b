import { type JsonObject, objectAt, textAt } from "../json.ts";
import { arrivalOf } from "./arrival.ts";
import { consolePage } from "./console-page.ts";
import type { ConsoleHop, Received, Service } from "./service.ts";

/**
 * A user pool that asks a function on the way, or Cognito Sync. It carries no id of a request: who it is about is all that it
 * tells. https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
function received(event: JsonObject): Received | null {
  const trigger = textAt(event, "triggerSource");
  const pool = textAt(event, "userPoolId");
  const sync = textAt(event, "identityPoolId");
  const asked = trigger !== null && pool !== null && objectAt(event, "request") !== null;
  if (!asked && (sync === null || textAt(event, "eventType") !== "SyncTrigger")) return null;
  const sub = textAt(event, "request", "userAttributes", "sub");
  const name = textAt(event, "userName");
  const identity = textAt(event, "identityId");
  const id = sub ?? name ?? identity;
  const from = sub !== null ? "request.userAttributes.sub" : name !== null ? "userName" : "identityId";
  const operation = trigger ?? "SyncTrigger";
  return {
    items: [
      {
        operation,
        resource: pool ?? sync,
        account: null,
        region: textAt(event, "region"),
        ids: [],
        shared: [],
        sentAt: null,
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("invoke", {
      name: operation,
      user: id === null ? null : { id, kind: "person", from },
      root: true,
    }),
  };
}

/** The id of a user pool begins with its region; that of an identity pool has another shape. */
function poolPage({ resource }: ConsoleHop): string | null {
  return consolePage(
    resource?.split("_")[0] ?? null,
    resource,
    /^[a-z0-9-]+_[0-9A-Za-z]{1,55}$/,
    (pool, { name }) => `cognito/v2/idp/user-pools/${pool}/users?region=${name}`,
  );
}

export const cognito: Service = {
  name: "cognito",
  title: "Cognito",
  operations: new Set(),
  resourceFields: ["userpoolid"],
  received,
  delivery: "sync",
  console: poolPage,
  xray: {
    origins: [],
    calls: ["cognitoidentityprovider", "cognitoidp", "cognitoidentity"],
    resource: (segment) => textAt(segment, "aws", "resource_names", 0),
  },
};
