import { arn } from "../../sandbox/world/aws-account.ts";
import type { HttpApi } from "../../sandbox/world/events/http-api-event.ts";
import type { RestApi } from "../../sandbox/world/events/rest-api-event.ts";
import { LambdaFunction } from "../../sandbox/world/lambda/lambda-function.ts";
import { NODE_22, PYTHON_313 } from "../../sandbox/world/lambda/runtime.ts";
import { lambdaJson } from "../../sandbox/world/logging/lambda-json.ts";
import type { LogStyle } from "../../sandbox/world/logging/log-style.ts";
import { nodeText } from "../../sandbox/world/logging/node-text.ts";
import { pino } from "../../sandbox/world/logging/pino.ts";
import { powertools } from "../../sandbox/world/logging/powertools.ts";
import { pythonText } from "../../sandbox/world/logging/python-text.ts";
import type { Random } from "../../sandbox/world/random.ts";
import type { World } from "../../sandbox/world/world.ts";

/** What the code of a function logs. */
export interface Habits {
  /** The event that it received. */
  readonly event: boolean;
  /** Its calls with what they answered, no more than the ids that they gave, or nothing. */
  readonly calls: "whole" | "ids" | "none";
  /** The ids that it was told of by those before it. */
  readonly told: boolean;
}

export interface Member {
  readonly lambda: LambdaFunction;
  readonly python: boolean;
  readonly habits: Habits;
}

/** Something that hands on to functions what is put into it. */
export interface Topic {
  readonly name: string;
  readonly subscribers: readonly Target[];
}
export interface Queue {
  readonly kind: "queue";
  readonly name: string;
  readonly consumer: Member;
}
export type Target =
  | Queue
  | { readonly kind: "function"; readonly member: Member }
  | { readonly kind: "topic"; readonly topic: Topic };
export interface Stream {
  readonly name: string;
  readonly consumer: Member;
}

/** A table whose changes go to a function. */
export interface Table {
  readonly name: string;
  readonly consumer: Member;
  /** Whether a change shows the item as it became. */
  readonly images: boolean;
}

/** The resources of an application, and what is subscribed to what. */
export interface Application {
  readonly members: readonly Member[];
  readonly queues: readonly Queue[];
  readonly topics: readonly Topic[];
  readonly buses: readonly Topic[];
  readonly buckets: readonly Topic[];
  readonly streams: readonly Stream[];
  readonly tables: readonly Table[];
  readonly api: HttpApi & RestApi;
}

export const STYLES: readonly LogStyle[] = [nodeText, powertools, pino, lambdaJson, pythonText];

export function newMember(world: World, name: string, style: LogStyle, habits: Habits): Member {
  const python = style === pythonText;
  const lambda = new LambdaFunction(world, {
    name,
    runtime: python ? PYTHON_313 : NODE_22,
    memoryMb: 256,
    initMs: 300,
    style,
    tracing: world.random.chance(0.5),
    variables: { STAGE: "prod", TOPIC_ARN: arn("sns", "topic-0") },
  });
  return { lambda, python, habits };
}

/** An application of a few functions and of every managed service between them. */
export function newApplication(world: World, random: Random): Application {
  const members = Array.from({ length: random.int(4, 9) }, (_, i) =>
    newMember(world, `function-${i}`, random.pick(STYLES), {
      event: random.chance(0.88),
      calls: random.chance(0.7) ? "whole" : random.pick(["ids", "none"]),
      told: random.chance(0.4),
    }),
  );
  const named = <T>(kind: string, count: number, make: (name: string) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(`${kind}-${i}`));
  const queues = named("queue", 3, (name): Queue => ({ kind: "queue", name, consumer: random.pick(members) }));
  const simple = (): Target =>
    random.chance(0.5) ? { kind: "function", member: random.pick(members) } : random.pick(queues);
  const several = (make: () => Target): Target[] => Array.from({ length: random.pick([1, 1, 2, 3]) }, make);
  const topics = named("topic", 3, (name): Topic => ({ name, subscribers: several(simple) }));
  const any = (): Target => (random.chance(0.3) ? { kind: "topic", topic: random.pick(topics) } : simple());
  return {
    members,
    queues,
    topics,
    buses: named("bus", 2, (name): Topic => ({ name, subscribers: several(any) })),
    buckets: named("bucket", 2, (name): Topic => ({ name, subscribers: [any()] })),
    streams: named("stream", 2, (name): Stream => ({ name, consumer: random.pick(members) })),
    tables: named("table", 2, (name): Table => ({ name, consumer: random.pick(members), images: name !== "table-1" })),
    api: {
      id: random.text("abcdefghijklmnopqrstuvwxyz0123456789", 10),
      stage: "prod",
      resourceIds: {},
      userPool: { id: "eu-central-1_T4mZc9WbE", clientId: "7h2k9d4s1m6q8v3x5z0c2b4n6t", tokenSeconds: 3600 },
    },
  };
}
