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
const THROUGH = 12;
const OTHERS = 60;
const DAY_MS = 86_400_000;

const API: HttpApi = {
  id: "h2e7l5d8kz",
  userPool: { id: "eu-central-1_HeAl3dPay", clientId: "5n4m3b2v1c9x8z7a6s5d4f3g2h", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: {
    "top-up-api": { ids: [API.id], owner: "payments team", routes: { "POST /top-ups": { businessCritical: true } } },
  },
  functions: { "take-top-up": { owner: "payments team" }, "take-top-up-warm": {} },
  schedules: { "take-top-up-warm": {} },
};

const ALARM: Alarm = {
  name: "Function keeps failing (take-top-up)",
  description: "Invocations end in errors. Find out who is hit, and whether it goes on.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "take-top-up" },
  periodSeconds: 300,
  periods: 3,
  threshold: 2,
};

/** 20:45 of the evening before. The same failures, and then everybody got through who could. The README has the story. */
export function tellQuietNightHealed(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("quiet-night-healed");
  const time = (text: string): number => clockTime(midnight - DAY_MS, text);
  const customers = createCustomers(random.fork("customers"), { count: FAILED + OTHERS, before: time("20:05:00") });
  const hit = customers.slice(0, FAILED);
  const others = customers.slice(FAILED);
  const ask = createOneFunctionApi(world, {
    api: API,
    route: "/top-ups",
    name: "take-top-up",
    style: nodeText,
    variables: { CARDS_URL: "https://cards.example" },
  });
  const errors: number[] = [];
  const breaks: Handler = (invocation) => {
    invocation.works(40);
    errors.push(invocation.now);
    return { threw: UNREACHABLE };
  };
  const failedAt = spread(random, FAILED, time("20:15:20"), time("20:29:40"));
  const failing = hit.map((customer, i) => ask(customer, failedAt[i] ?? 0, breaks));
  for (const at of scattered(random, 60, time("20:05:00"), time("20:15:20"))) ask(random.pick(others), at, pays);

  // It works again: twelve of them come back and pay, two come back with a card that has expired, and so do others.
  const back = spread(random, FAILED, time("20:31:00"), time("20:43:30"));
  for (const [i, customer] of hit.entries()) ask(customer, back[i] ?? 0, i < THROUGH ? pays : refuses);
  for (const at of spread(random, 28, time("20:31:00"), time("20:43:30"))) ask(random.pick(others), at, pays);

  // Something that no customer waits for goes on all the time: the logs are read, there is just nobody.
  const warm = { rule: "take-top-up-warm", name: "take-top-up-warm", from: time("20:00:00"), to: time("20:47:00") };
  everyMinute(world, warm, (invocation) => done(invocation, "warm"));
  world.timeline.run();
  return {
    name: "quiet-night-healed",
    at: time("20:45:00"),
    incident: alarmIncident({
      id: "QQU13TH3AL3D7A",
      alertId: "QQU13TH3AL3D7B",
      service: "PBILL03",
      alarm: ALARM,
      events: errors,
      at: time("20:34:50"),
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

const refuses: Handler = (invocation) => {
  invocation.says({ what: "note", level: "WARN", message: "card refused", fields: { reason: "expired_card" } });
  return respond(invocation, 402, { message: "Your card has expired." });
};
