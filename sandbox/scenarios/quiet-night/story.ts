import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done, respond } from "../endings.ts";
import { worthTracing } from "../footprints.ts";
import { createOneFunctionApi, type Handler } from "../one-function-api.ts";
import { everyMinute } from "../scheduled.ts";
import type { Story, StoryCatalog } from "../story.ts";

const FAILED = 14;

const OTHERS = 60;
const DAY_MS = 86_400_000;

const API: HttpApi = {
  id: "q6n1t9h3ps",
  userPool: { id: "eu-central-1_QuI3tPaYm", clientId: "8g7f6d5s4a3q2w1e9r8t7y6u5i", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: {
    "quiet-api": { ids: [API.id], owner: "payments team", routes: { "POST /payments": { businessCritical: true } } },
  },
  functions: { "take-payment": { owner: "payments team" }, "take-payment-warm": {} },
  schedules: { "take-payment-warm": {} },
};

const ALARM: Alarm = {
  name: "Function keeps failing (take-payment)",
  description: "Invocations end in errors. Find out who is hit, and whether it goes on.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "take-payment" },
  periodSeconds: 300,
  periods: 3,
  threshold: 2,
};

/** 19:30 of the evening before. Payments failed, and then nobody came any more. The README has the story. */
export function tellQuietNight(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("quiet-night");
  const time = (text: string): number => clockTime(midnight - DAY_MS, text);
  const customers = createCustomers(random.fork("customers"), { count: FAILED + OTHERS, before: time("18:50:00") });
  const hit = customers.slice(0, FAILED);
  const others = customers.slice(FAILED);
  const ask = createOneFunctionApi(world, {
    api: API,
    route: "/payments",
    name: "take-payment",
    style: nodeText,
    variables: { CARDS_URL: "https://cards.example" },
  });
  const errors: number[] = [];
  const breaks: Handler = (invocation) => {
    invocation.works(40);
    errors.push(invocation.now);
    return { threw: UNREACHABLE };
  };
  const failedAt = spread(random, FAILED, time("19:00:20"), time("19:14:40"));
  const failing = hit.map((customer, i) => ask(customer, failedAt[i] ?? 0, breaks));
  for (const at of scattered(random, 60, time("18:50:00"), time("19:00:20"))) ask(random.pick(others), at, pays);

  // Something that no customer waits for goes on all the time: the logs are read, there is just nobody.
  const warm = { rule: "take-payment-warm", name: "take-payment-warm", from: time("18:45:00"), to: time("19:32:00") };
  everyMinute(world, warm, (invocation) => done(invocation, "warm"));
  world.timeline.run();
  return {
    name: "quiet-night",
    at: time("19:30:00"),
    incident: alarmIncident({
      id: "QQU13TN1GHT5PA",
      alertId: "QQU13TN1GHT5PB",
      service: "PBILL03",
      alarm: ALARM,
      events: errors,
      at: time("19:19:50"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: world.counters.all(),
    functions: world.functions,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    ids: worthTracing(failing),
  };
}

const UNREACHABLE: Failure = {
  name: "Error",
  message: "connect ECONNREFUSED 203.0.113.40:443",
  frames: ["    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)"],
  fields: { code: "ECONNREFUSED", syscall: "connect", address: "203.0.113.40", port: 443 },
};

const pays: Handler = (invocation, _, random) => {
  const call = { name: "POST https://cards.example/v1/charges", input: { amountCents: random.int(500, 9000) } };
  invocation.calls(call, random.between(80, 200), { status: 201, id: `ch_${random.text("0123456789abcdef", 14)}` });
  return respond(invocation, 201, { status: "PAID" });
};
