import { arn, queueUrl } from "../../sandbox/world/aws-account.ts";
import { dynamodbRequestId, s3RequestId } from "../../sandbox/world/aws-ids.ts";
import { boto3Answer } from "../../sandbox/world/aws-sdk/boto3-answer.ts";
import { answer } from "../../sandbox/world/aws-sdk/javascript-answer.ts";
import { eventBridgeEvent } from "../../sandbox/world/events/eventbridge-event.ts";
import { snsNotification } from "../../sandbox/world/events/sns-notification.ts";
import type { JsonObject } from "../../sandbox/world/json.ts";
import type { Ending, Invocation } from "../../sandbox/world/lambda/invocation.ts";
import { invokeAsync } from "../../sandbox/world/lambda/invoke-async.ts";
import type { Random } from "../../sandbox/world/random.ts";
import { newTrace, type Trace } from "../../sandbox/world/trace.ts";
import type { World } from "../../sandbox/world/world.ts";
import type { ServiceName } from "../../src/span.ts";
import type { Application, Member, Queue, Stream, Table, Target, Topic } from "./application.ts";
import {
  batchEvent,
  changesEvent,
  type Delivered,
  type ItemChange,
  objectCreated,
  sequenceNumber,
  streamEvent,
  topicEvent,
} from "./events.ts";
import { TableState } from "./table-state.ts";
import { nameOf, type Truth } from "./truth.ts";

/** What goes with the work from one to the next. */
export interface Handed {
  readonly payload: JsonObject;
  readonly trace: Trace;
  readonly of: ReadonlySet<number>;
  readonly budget: { hops: number };
  /** Ids that those before it had, and that are passed on down the line. */
  readonly told: readonly string[];
}

export interface Work {
  readonly at: number;
  readonly requestId: string;
  readonly event: JsonObject;
  /** The names of what handed it over, all of which its event shows; the ids of further ones that it shows stand in `shows`. */
  readonly from: readonly string[];
  readonly shows?: readonly string[];
  readonly handed: Handed;
  readonly mayFail: boolean;
}

interface Scene {
  readonly world: World;
  readonly random: Random;
  readonly truth: Truth;
  readonly application: Application;
  /** Whether the trace goes along with everything, or is lost at every step. */
  readonly traced: boolean;
  /** The same in everybody's payloads. */
  readonly tenant: string;
}

/** A call on its way: the program that makes it, as which invocation, and what it hands on. */
interface Calling {
  readonly member: Member;
  readonly invocation: Invocation;
  readonly name: string;
  readonly handed: Handed;
  /** Those that wait for it to end, itself included. */
  readonly busy: readonly Member[];
}

/** What an invocation has to do. */
interface Task {
  readonly member: Member;
  readonly name: string;
  readonly work: Work;
  readonly busy: readonly Member[];
}

interface Waiting {
  readonly message: Delivered;
  readonly shows: readonly string[];
  readonly handed: Handed;
}

const VISIBILITY_MS = 30_000;
const FAILED: Ending = {
  threw: { name: "Unavailable", message: "try again", frames: ["    at handler (/var/task/index.js:7:9)"], fields: {} },
};

/** Work on its way through an application: who is called, what is sent where, and what of that stands in the logs. */
export class Journey {
  /** Every id that was given, and when. */
  readonly given: { readonly id: string; readonly at: number }[] = [];
  readonly #scene: Scene;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #tables = new Map<string, TableState>();
  readonly #changes = new Map<string, { change: ItemChange; handed: Handed }[]>();
  readonly #records = new Map<string, { sequence: string; data: string; at: number; handed: Handed }[]>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Plans an invocation that somebody waits for, or that is tried again by itself where it may fail. */
  invoke(member: Member, work: Work): void {
    const { world, random, truth } = this.#scene;
    const name = this.#invoked(member, work);
    const trace = this.#traceAt(work.handed.trace, work.at);
    const fails = work.mayFail && random.chance(0.15) ? random.int(1, 3) : 0;
    if (work.from.length > 0 && member.habits.event) for (const one of work.shows ?? []) truth.shown.add(one);
    const handler = (invocation: Invocation, attempt: number): Ending =>
      this.#handle({ member, name, work, busy: [] }, invocation, attempt <= fails);
    invokeAsync({ timeline: world.timeline, random }, member.lambda, {
      ...{ at: work.at, requestId: work.requestId, trace, handler },
      ended: () => {},
    });
  }

  #invoked(member: Member, { at, requestId, from, handed }: Work): string {
    const { truth } = this.#scene;
    const name = nameOf("lambda-request", requestId);
    this.given.push({ id: requestId, at });
    if (!truth.hopOf.has(name))
      truth.happened({ names: [name], service: "lambda", resource: member.lambda.name, of: handed.of });
    truth.shown.add(name);
    for (const one of from) {
      if (member.habits.event) truth.shown.add(one);
      truth.caused(one, name, member.habits.event ? "recorded" : "none");
    }
    return name;
  }

  #traceAt(trace: Trace, at: number): Trace {
    return this.#scene.traced ? trace : newTrace(this.#scene.random, at);
  }

  #handle({ member, name, work, busy }: Task, invocation: Invocation, fails: boolean): Ending {
    const { random, tenant } = this.#scene;
    const { habits } = member;
    const { handed } = work;
    if (habits.event) invocation.says({ what: "event", event: work.event });
    invocation.works(random.between(2, 12));
    const told = habits.told ? { upstream: [...handed.told] } : {};
    const fields = { tenant, release: "5f0c7a1e9b3d4c6f8a2e1d0b7c9f3a55", ...told };
    invocation.says({ what: "note", level: "INFO", message: "working", fields });
    if (fails) return FAILED;
    const further = handed.budget.hops > 0 ? random.pick([0, 1, 1, 2, 3]) : 0;
    for (let i = 0; i < further && handed.budget.hops > 0; i++) {
      const next = { ...handed, told: [...handed.told, work.requestId].slice(-4) };
      this.#send({ member, invocation, name, handed: next, busy: [...busy, member] });
      invocation.works(random.between(1, 20));
    }
    const returned = { statusCode: 200, body: "{}" };
    invocation.says({ what: "result", result: returned });
    return { returned };
  }

  #send(calling: Calling): void {
    const { random, application } = this.#scene;
    calling.handed.budget.hops--;
    const ways: readonly (() => void)[] = [
      () => this.#put(calling),
      () => this.#call(calling, random.pick(application.members)),
      () => this.#start(calling, random.pick(application.members)),
      () => this.#enqueue(calling, random.pick(application.queues)),
      () => this.#publish(calling, random.pick(application.topics)),
      () => this.#emit(calling, random.pick(application.buses)),
      () => this.#store(calling, random.pick(application.buckets)),
      () => this.#record(calling, random.pick(application.streams)),
      () => this.#write(calling, random.pick(application.tables)),
    ];
    random.pick(ways)();
  }

  /** What a call carries: the ids from before, a constant, and a key that repeats of the same work would share. */
  #payload({ handed }: Calling): JsonObject {
    const { random, tenant } = this.#scene;
    return { order: random.int(1, 99), tenant, idempotencyKey: random.uuid(), upstream: [...handed.told] };
  }

  /** A call that was answered at once, and what of it is logged. Returns when the service had it. */
  #made(
    { member, invocation, name, handed }: Calling,
    call: {
      readonly service: ServiceName;
      readonly resource: string;
      readonly name: string;
      readonly input: JsonObject;
    },
    output: JsonObject,
    requestId: string,
    names: readonly string[],
  ): number {
    const { random, truth } = this.#scene;
    const { calls } = member.habits;
    truth.happened({ names, service: call.service, resource: call.resource, of: handed.of });
    const takesMs = random.between(4, 25);
    const at = invocation.now + takesMs / 2;
    const whole = member.python ? boto3Answer(output, requestId, at) : answer(output, { requestId });
    if (calls === "whole") invocation.calls({ name: call.name, input: call.input }, takesMs, whole);
    else invocation.works(takesMs);
    for (const one of names) {
      const id = one.slice(one.indexOf(":") + 1);
      this.given.push({ id, at });
      if (calls === "ids") {
        const fields = random.chance(0.5) ? { reference: id } : {};
        const message = random.chance(0.5) || !("reference" in fields) ? `handed on as ${id}` : "handed on";
        invocation.says({ what: "note", level: "INFO", message, fields });
      }
      if (calls === "whole") truth.shown.add(one);
      truth.caused(name, one, calls === "whole" ? "recorded" : calls === "ids" ? "written" : "none");
    }
    return at;
  }

  #put(calling: Calling): void {
    const requestId = dynamodbRequestId(this.#scene.random);
    const input = { TableName: "orders", Item: this.#payload(calling) };
    const call = { service: "dynamodb", resource: "orders", name: "DynamoDB PutItem", input } as const;
    const names = [nameOf("aws-request", requestId)];
    if (calling.member.habits.calls === "whole") this.#made(calling, call, {}, requestId, names);
    else calling.invocation.works(5);
  }

  /** A synchronous call of another function: the caller waits until it is done. */
  #call(calling: Calling, callee: Member): void {
    const { random } = this.#scene;
    const { invocation, handed } = calling;
    // An environment that waits for itself would need a second one, which a pool gives to later invocations only.
    if (calling.busy.includes(callee)) return;
    const requestId = random.uuid();
    const payload = this.#payload(calling);
    const at = invocation.now + random.between(40, 60);
    const work = { at, requestId, event: payload, from: [], handed: { ...handed, payload }, mayFail: false };
    const name = this.#invoked(callee, work);
    const trace = this.#traceAt(handed.trace, at);
    const program = (inner: Invocation): Ending =>
      this.#handle({ member: callee, name, work, busy: calling.busy }, inner, false);
    const { endedAt } = callee.lambda.invoke({ at, requestId, trace, apiRequestId: null, program });
    this.#invocationLogged(calling, callee, { requestId, name, payload, takesMs: endedAt + 5 - invocation.now });
  }

  #start(calling: Calling, callee: Member): void {
    const { random } = this.#scene;
    const requestId = random.uuid();
    const payload = this.#payload(calling);
    const at = calling.invocation.now + random.between(60, 200);
    const name = nameOf("lambda-request", requestId);
    const handed = { ...calling.handed, payload };
    this.invoke(callee, { at, requestId, event: payload, from: [], handed, mayFail: true });
    this.#invocationLogged(calling, callee, {
      requestId,
      name,
      payload,
      takesMs: random.between(4, 20),
      started: true,
    });
  }

  #invocationLogged(
    { member, invocation, name: caller }: Calling,
    callee: Member,
    made: { requestId: string; name: string; payload: JsonObject; takesMs: number; started?: boolean },
  ): void {
    const { truth } = this.#scene;
    const { requestId, name, payload, takesMs, started = false } = made;
    const { calls } = member.habits;
    const input = {
      FunctionName: callee.lambda.name,
      ...(started ? { InvocationType: "Event" } : {}),
      Payload: JSON.stringify(payload),
    };
    const output = { StatusCode: started ? 202 : 200 };
    const whole = member.python ? boto3Answer(output, requestId, invocation.now) : answer(output, { requestId });
    if (calls === "whole") invocation.calls({ name: "Lambda Invoke", input }, takesMs, whole);
    else invocation.works(takesMs);
    const words = { what: "note", level: "INFO", message: `handed on as ${requestId}`, fields: {} } as const;
    if (calls === "ids") invocation.says(words);
    truth.caused(caller, name, calls === "whole" ? "recorded" : calls === "ids" ? "written" : "none");
  }

  #enqueue(calling: Calling, queue: Queue): void {
    const { random } = this.#scene;
    const bodies = Array.from({ length: random.pick([1, 1, 2, 3]) }, () => this.#payload(calling));
    const ids = bodies.map(() => random.uuid());
    const QueueUrl = queueUrl(queue.name);
    const one = bodies.length === 1;
    const name = one ? "SQS SendMessage" : "SQS SendMessageBatch";
    const texts = bodies.map((body) => JSON.stringify(body));
    const entries = texts.map((MessageBody, i) => ({ Id: String(i), MessageBody }));
    const input = one ? { QueueUrl, MessageBody: texts[0] ?? "" } : { QueueUrl, Entries: entries };
    const answers = ids.map((MessageId, i) => ({ Id: String(i), MessageId, MD5OfMessageBody: random.hex(32) }));
    const [first = {}] = answers;
    const output: JsonObject = one ? first : { Successful: answers };
    const names = ids.map((id) => nameOf("sqs-message", id));
    const call = { service: "sqs", resource: queue.name, name, input } as const;
    const at = this.#made(calling, call, output, random.uuid(), names);
    ids.forEach((id, i) => {
      this.#queued(queue, { id, body: texts[i] ?? "", at, sender: calling.member.lambda.senderId }, [], calling.handed);
    });
  }

  /** A message lies in a queue, until a function polls it together with what else lies there. */
  #queued(
    queue: Queue,
    { id, body, at, sender }: { id: string; body: string; at: number; sender: string },
    shows: readonly string[],
    handed: Handed,
  ): void {
    const { world, random } = this.#scene;
    const message = { id, queue: queue.name, body, senderId: sender, sentAt: at, receiveCount: 1 };
    const waiting = this.#waiting.get(queue.name) ?? [];
    this.#waiting.set(queue.name, waiting);
    const polledAt = at + random.between(40, 600);
    const trace = this.#traceAt(handed.trace, at);
    world.timeline.at(Math.max(at, polledAt - 1), () =>
      waiting.push({
        message: { ...message, trace },
        shows,
        handed: { ...handed, told: [...handed.told, id].slice(-4) },
      }),
    );
    world.timeline.at(polledAt + random.between(1, 300), () => {
      const batch = waiting.splice(0, 10);
      if (batch.length > 0) this.#polled(queue, batch, polledAt + 301);
    });
  }

  #polled(queue: Queue, batch: readonly Waiting[], at: number): void {
    const { world, random } = this.#scene;
    const again = batch.some(({ message }) => message.receiveCount < 3) && random.chance(0.12);
    const event = batchEvent(
      random,
      batch.map(({ message }) => message),
      at,
    );
    const from = batch.map(({ message }) => nameOf("sqs-message", message.id));
    const shows = batch.flatMap((one) => one.shows);
    const handed = this.#together(
      batch.map((one) => one.handed),
      at,
    );
    const trace = newTrace(random, at);
    const work = { at, requestId: random.uuid(), event, from, shows, handed, mayFail: false };
    const { consumer } = queue;
    const name = this.#invoked(consumer, work);
    if (consumer.habits.event) for (const one of shows) this.#scene.truth.shown.add(one);
    this.#nested(consumer, batch);
    world.timeline.at(at, () => {
      const program = (invocation: Invocation): Ending =>
        this.#handle({ member: consumer, name, work, busy: [] }, invocation, again);
      consumer.lambda.invoke({ at, requestId: work.requestId, trace, apiRequestId: null, program });
    });
    if (!again) return;
    const later = batch.map((one) => ({
      ...one,
      message: { ...one.message, receiveCount: one.message.receiveCount + 1 },
    }));
    world.timeline.at(at + VISIBILITY_MS, () => this.#polled(queue, later, at + VISIBILITY_MS + 5));
  }

  /** What lay in the messages of a batch is proven by whoever logs the batch. */
  #nested({ habits }: Member, batch: readonly Waiting[]): void {
    if (!habits.event) return;
    for (const { message, shows } of batch) {
      const chain = [...shows, nameOf("sqs-message", message.id)];
      for (const [i, one] of chain.entries()) {
        const before = chain[i - 1];
        if (before !== undefined) this.#scene.truth.caused(before, one, "recorded");
      }
    }
  }

  #together(all: readonly Handed[], at: number): Handed {
    const [first] = all;
    const of = new Set(all.flatMap((one) => [...one.of]));
    return {
      payload: {},
      trace: newTrace(this.#scene.random, at),
      of,
      budget: first?.budget ?? { hops: 0 },
      told: all.flatMap(({ told }) => told).slice(-4),
    };
  }

  #publish(calling: Calling, topic: Topic): void {
    const { random } = this.#scene;
    const id = random.uuid();
    const message = JSON.stringify(this.#payload(calling));
    const input = { TopicArn: arn("sns", topic.name), Message: message };
    const call = { service: "sns", resource: topic.name, name: "SNS Publish", input } as const;
    const at = this.#made(calling, call, { MessageId: id }, random.uuid(), [nameOf("sns-message", id)]);
    this.#notified(topic, { id, message, at }, [], calling.handed);
  }

  #notified(topic: Topic, made: { id: string; message: string; at: number }, shows: readonly string[], handed: Handed) {
    const { random, truth } = this.#scene;
    const { id, message, at } = made;
    const name = nameOf("sns-message", id);
    const next = { ...handed, told: [...handed.told, id].slice(-4) };
    const published = { id, topic: topic.name, subject: "news", message, at, subscription: random.uuid() };
    for (const to of topic.subscribers) {
      if (to.kind === "queue") {
        this.#into(to, snsNotification(random, published), at, [...shows, name], next);
      } else if (to.kind === "function") {
        const event = topicEvent(random, published);
        const { member } = to;
        const [before] = shows;
        if (before !== undefined && member.habits.event) truth.caused(before, name, "recorded");
        const came = { at: at + random.between(50, 200), requestId: random.uuid() };
        this.invoke(member, { ...came, event, from: [name], shows, handed: next, mayFail: true });
      }
    }
  }

  /** A service puts a message of its own into a queue. */
  #into(queue: Queue, body: string, at: number, shows: readonly string[], handed: Handed): void {
    const { random, truth } = this.#scene;
    const id = random.uuid();
    const sentAt = at + random.between(15, 45);
    const name = nameOf("sqs-message", id);
    truth.happened({ names: [name], service: "sqs", resource: queue.name, of: handed.of });
    const last = shows.at(-1);
    if (last !== undefined) truth.caused(last, name, "none");
    this.given.push({ id, at: sentAt });
    this.#queued(queue, { id, body, at: sentAt, sender: "AIDAISMY7JYY5F7RTT6AO" }, shows, handed);
  }

  #emit(calling: Calling, bus: Topic): void {
    const { random } = this.#scene;
    const details = Array.from({ length: random.pick([1, 1, 2]) }, () => this.#payload(calling));
    const ids = details.map(() => random.uuid());
    const Entries = details.map((detail) => ({
      ...{ EventBusName: bus.name, Source: "shop", DetailType: "Ordered", Detail: JSON.stringify(detail) },
    }));
    const output = { FailedEntryCount: 0, Entries: ids.map((EventId) => ({ EventId })) };
    const call = {
      service: "eventbridge",
      resource: bus.name,
      name: "EventBridge PutEvents",
      input: { Entries },
    } as const;
    const names = ids.map((id) => nameOf("eventbridge-event", id));
    const at = this.#made(calling, call, output, random.uuid(), names);
    ids.forEach((id, i) => {
      const event = eventBridgeEvent({ id, source: "shop", detailType: "Ordered", detail: details[i] ?? {}, at });
      const handed = { ...calling.handed, told: [...calling.handed.told, id].slice(-4) };
      this.#routed(bus.subscribers, event, { name: nameOf("eventbridge-event", id), at }, handed);
    });
  }

  /** An event goes to what a rule, or a bucket's notification, names. */
  #routed(
    targets: readonly Target[],
    event: JsonObject,
    { name, at }: { name: string; at: number },
    handed: Handed,
  ): void {
    const { random, truth } = this.#scene;
    for (const to of targets) {
      if (to.kind === "queue") this.#into(to, JSON.stringify(event), at, [name], handed);
      else if (to.kind === "function") {
        const came = { at: at + random.between(60, 300), requestId: random.uuid() };
        this.invoke(to.member, { ...came, event, from: [name], handed, mayFail: true });
      } else {
        const id = random.uuid();
        const topic = nameOf("sns-message", id);
        truth.happened({ names: [topic], service: "sns", resource: to.topic.name, of: handed.of });
        truth.caused(name, topic, "none");
        const sentAt = at + random.between(20, 60);
        this.given.push({ id, at: sentAt });
        this.#notified(to.topic, { id, message: JSON.stringify(event), at: sentAt }, [name], handed);
      }
    }
  }

  #store(calling: Calling, bucket: Topic): void {
    const { random } = this.#scene;
    const requestId = s3RequestId(random);
    const key = `orders/${random.hex(6)} ü.json`;
    const input = { Bucket: bucket.name, Key: key, Body: JSON.stringify(this.#payload(calling)) };
    const call = { service: "s3", resource: bucket.name, name: "S3 PutObject", input } as const;
    const name = nameOf("s3-request", requestId);
    const at = this.#made(calling, call, { ETag: `"${random.hex(32)}"` }, requestId, [name]);
    const writer = calling.member.lambda.senderId;
    const event = objectCreated(random, { requestId, bucket: bucket.name, key, writer, at });
    const handed = { ...calling.handed, told: [...calling.handed.told, requestId].slice(-4) };
    this.#routed(bucket.subscribers, event, { name, at }, handed);
  }

  #record(calling: Calling, stream: Stream): void {
    const { world, random } = this.#scene;
    const several = Array.from({ length: random.pick([1, 1, 2]) }, () => ({
      sequence: sequenceNumber(random),
      data: JSON.stringify(this.#payload(calling)),
    }));
    const records = several.map(({ sequence }) => ({ ShardId: "shardId-000000000000", SequenceNumber: sequence }));
    const puts = several.map(({ data }) => ({ PartitionKey: "1", Data: data }));
    const one = several.length === 1;
    const [answered = {}] = records;
    const input: JsonObject = { StreamName: stream.name, ...(one ? puts[0] : { Records: puts }) };
    const output: JsonObject = one ? answered : { FailedRecordCount: 0, Records: records };
    const name = one ? "Kinesis PutRecord" : "Kinesis PutRecords";
    const call = { service: "kinesis", resource: stream.name, name, input } as const;
    const names = several.map(({ sequence }) => nameOf("kinesis-sequence", sequence));
    const at = this.#made(calling, call, output, random.uuid(), names);
    const waiting = this.#records.get(stream.name) ?? [];
    this.#records.set(stream.name, waiting);
    world.timeline.at(at, () => waiting.push(...several.map((put) => ({ ...put, at, handed: calling.handed }))));
    const polledAt = at + random.between(60, 500);
    world.timeline.at(polledAt, () => {
      const batch = waiting.splice(0);
      if (batch.length === 0) return;
      const event = streamEvent(batch.map((put) => ({ ...put, stream: stream.name })));
      const from = batch.map(({ sequence }) => nameOf("kinesis-sequence", sequence));
      const handed = this.#together(
        batch.map((put) => put.handed),
        polledAt,
      );
      this.invoke(stream.consumer, { at: polledAt, requestId: random.uuid(), event, from, handed, mayFail: false });
    });
  }

  /** Writes items to a table with a stream: now an item of its own, now one that others write as well. */
  #write(calling: Calling, table: Table): void {
    const { world, random, truth } = this.#scene;
    const state = this.#tables.get(table.name) ?? new TableState(random.fork(table.name), table);
    this.#tables.set(table.name, state);
    const { name, input, output, writes } = state.call();
    const requestId = dynamodbRequestId(random);
    const call = nameOf("aws-request", requestId);
    const { member, invocation, handed } = calling;
    const took = { service: "dynamodb", resource: table.name, name: `DynamoDB ${name}`, input } as const;
    let at = invocation.now + 5;
    if (member.habits.calls === "whole") at = this.#made(calling, took, output, requestId, [call]);
    else {
      truth.happened({ names: [call], service: "dynamodb", resource: table.name, of: handed.of });
      truth.caused(calling.name, call, "none");
      invocation.works(9);
    }
    const shown = member.habits.calls === "whole" && table.consumer.habits.event;
    const changes = state.changed(writes, at);
    const waiting = this.#changes.get(table.name) ?? [];
    this.#changes.set(table.name, waiting);
    for (const { id, sequence } of changes) {
      const change = nameOf("dynamodb-change", id);
      const names = [change, nameOf("dynamodb-change", `${table.name}@${sequence}`)];
      truth.happened({ names, service: "dynamodb", resource: table.name, of: handed.of });
      truth.caused(call, change, shown ? "content" : "none");
      this.given.push({ id, at });
    }
    world.timeline.at(at, () => waiting.push(...changes.map((change) => ({ change, handed }))));
    // A stream that a poison record blocked is read late.
    const polledAt = at + (random.chance(0.1) ? 40_000 : random.between(60, 900));
    world.timeline.at(polledAt, () => this.#changesRead(table, waiting.splice(0), polledAt));
  }

  #changesRead(table: Table, batch: readonly { change: ItemChange; handed: Handed }[], at: number): void {
    if (batch.length === 0) return;
    const { random } = this.#scene;
    const event = changesEvent(batch.map(({ change }) => change));
    const from = batch.map(({ change }) => nameOf("dynamodb-change", change.id));
    const handed = this.#together(
      batch.map((one) => one.handed),
      at,
    );
    this.invoke(table.consumer, { at, requestId: random.uuid(), event, from, handed, mayFail: false });
  }
}
