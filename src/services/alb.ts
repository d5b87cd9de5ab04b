import { arrayAt, type JsonObject, objectAt, textAt } from "../json.ts";
import { SECOND } from "../time.ts";
import { apiOutcome } from "./apigateway-event.ts";
import { parseArn } from "./arn.ts";
import { consolePage } from "./console-page.ts";
import { webhookCause } from "./http.ts";
import { headerOf } from "./identity.ts";
import type { ConsoleHop, Received, Service } from "./service.ts";
import { traceKeys } from "./trace-id.ts";

const SIGNED_IN = "x-amzn-oidc-identity";

/**
 * A request that an Application Load Balancer handed to a function. It has no id of its own: the trace header alone joins it
 * to what else saw it. Whoever signed in stands in a header that the load balancer overwrites, so that no client can send it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-alb.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
 */
function received(event: JsonObject): Received | null {
  const group = textAt(event, "requestContext", "elb", "targetGroupArn");
  const method = textAt(event, "httpMethod");
  if (group === null || method === null) return null;
  const headers = objectAt(event, "headers") ?? firstOfEach(objectAt(event, "multiValueHeaders"));
  const path = textAt(event, "path") ?? "/";
  const arn = parseArn(group);
  const sub = headerOf(headers, SIGNED_IN);
  return {
    items: [
      {
        operation: `${method} ${path}`,
        resource: arn?.resource.split("/")[1] ?? null,
        account: arn?.account ?? null,
        region: arn?.region ?? null,
        ids: [],
        after: webhookCause(event),
        shared: traceKeys(headers, "headers"),
        sentAt: null,
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: {
      kind: "http",
      method,
      route: null,
      path,
      name: null,
      user: sub === null ? null : { id: sub, kind: "person", from: `headers.${SIGNED_IN}` },
      userAgent: headerOf(headers, "user-agent"),
      clientAddress: headerOf(headers, "x-forwarded-for")?.split(",")[0]?.trim() ?? null,
      signed: false,
      root: true,
    },
  };
}

/** Headers as a target group sends them that was told to keep several values of one name. */
function firstOfEach(headers: JsonObject | null): JsonObject | null {
  if (headers === null) return null;
  return Object.fromEntries(
    Object.keys(headers).map((name) => [name.toLowerCase(), arrayAt(headers, name)[0] ?? headers[name] ?? null]),
  );
}

function targetsPage({ input }: ConsoleHop): string | null {
  const arn = parseArn(textAt(input, "requestContext", "elb", "targetGroupArn") ?? "");
  return consolePage(
    arn?.region ?? null,
    arn?.resource.split("/")[1] ?? null,
    /^[A-Za-z0-9-]{1,32}$/,
    (group, { name }) => `ec2/home?region=${name}#TargetGroups:search=${group}`,
  );
}

export const alb: Service = {
  name: "alb",
  title: "Load balancer",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "sync",
  catalog: "apis",
  console: targetsPage,
  alarms: [
    {
      namespace: "AWS/ApplicationELB",
      dimension: "TargetGroup",
      signals: {
        HTTPCode_Target_5XX_Count: "error",
        HTTPCode_ELB_5XX_Count: "error",
        TargetResponseTime: "latency",
        LambdaUserError: "error",
      },
      unit: SECOND,
    },
  ],
  throughCallee: apiOutcome,
};
