import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeStreamSummaryCommand, type KinesisClient } from "@aws-sdk/client-kinesis";
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  type ListEventSourceMappingsCommandOutput,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type Catalog, EMPTY_CATALOG } from "../catalog.ts";
import type { Setting } from "../configuration.ts";
import type { Json } from "../json.ts";
import { type Pace, paceOf } from "../pace.ts";
import type { Place } from "../place.ts";
import { facesOf } from "../services/table.ts";
import { checkNames } from "./check-names.ts";
import { LIMITS } from "./metric-limits.ts";
import type { Source, Told } from "./source.ts";
import { isGone, whyNot } from "./why-not.ts";

const NAME = "aws";

export interface Clients {
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly dynamodb: DynamoDBClient;
  readonly kinesis: KinesisClient;
}

interface Answer {
  readonly input: Json;
  readonly output: Json;
}

type Call = (name: string, clients: Clients, until: AbortSignal) => Promise<readonly Answer[]>;

/** How each operation is asked about one resource. What its answer says stands in the file of its service. */
const CALLS: Readonly<Record<string, Call>> = {
  "sqs:GetQueueAttributes": async (QueueName, { sqs }, abortSignal) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }), { abortSignal });
    if (QueueUrl === undefined) return [];
    const input = { QueueUrl, AttributeNames: ["All" as const] };
    return [answerOf(input, await sqs.send(new GetQueueAttributesCommand(input), { abortSignal }))];
  },
  "lambda:GetFunctionConfiguration": async (FunctionName, { lambda }, abortSignal) => {
    const input = { FunctionName };
    return [answerOf(input, await lambda.send(new GetFunctionConfigurationCommand(input), { abortSignal }))];
  },
  "lambda:GetFunctionEventInvokeConfig": async (FunctionName, { lambda }, abortSignal) => {
    const input = { FunctionName };
    try {
      return [answerOf(input, await lambda.send(new GetFunctionEventInvokeConfigCommand(input), { abortSignal }))];
    } catch (error) {
      // The function may be missing, or its configuration: only of the second is it known that nothing is configured.
      if (isGone(error) && /EventInvokeConfig/i.test(String(error))) return [{ input, output: null }];
      throw error;
    }
  },
  "lambda:ListEventSourceMappings": async (FunctionName, { lambda }, abortSignal) => {
    const answers: Answer[] = [];
    let Marker: string | undefined;
    do {
      const page: ListEventSourceMappingsCommandOutput = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName, Marker }),
        { abortSignal },
      );
      answers.push(answerOf({ FunctionName }, page));
      Marker = page.NextMarker;
    } while (Marker !== undefined && answers.length < LIMITS.pages);
    return answers;
  },
  "dynamodb:DescribeTable": async (TableName, { dynamodb }, abortSignal) => {
    const input = { TableName };
    return [answerOf(input, await dynamodb.send(new DescribeTableCommand(input), { abortSignal }))];
  },
  "kinesis:DescribeStreamSummary": async (StreamName, { kinesis }, abortSignal) => {
    const input = { StreamName };
    return [answerOf(input, await kinesis.send(new DescribeStreamSummaryCommand(input), { abortSignal }))];
  },
};

/** Moments become the text that they are in files. */
function answerOf(input: Json, output: object): Answer {
  return { input, output: JSON.parse(JSON.stringify(output)) };
}

/**
 * How resources of one account and region are configured, read with the services' own read-only operations. What a resource
 * names, such as the dead-letter queue of a queue, is described with it, so that no further round is needed.
 */
export function awsConfiguration(clients: Clients, catalog: Catalog = EMPTY_CATALOG): Source {
  const paces = new Map<string, Pace>(Object.keys(CALLS).map((name) => [name, paceOf(LIMITS.describesPerSecond)]));
  return {
    name: NAME,
    whole: false,
    async *ask(question, until) {
      if (!("describe" in question)) return;
      const asked = new Set(question.describe.map(nameOf));
      let open: readonly Place[] = question.describe;
      for (let step = 0; step < LIMITS.steps && open.length > 0; step++) {
        const found = await Promise.all(open.map((place) => describe(place, clients, paces, until)));
        for (const { told } of found) yield* told;
        const further = new Map(found.flatMap(({ named }) => named.map((place) => [nameOf(place), place] as const)));
        open = [...further].filter(([name]) => !asked.has(name)).map(([, place]) => place);
        for (const place of open) asked.add(nameOf(place));
      }
    },
    async *check(until) {
      const calls = Object.entries(CALLS).map(([operation, call]) => {
        const paced = async (name: string): Promise<unknown> => {
          await paces.get(operation)?.(until);
          return call(name, clients, until);
        };
        return [operation, paced] as const;
      });
      yield* checkNames(catalog, Object.fromEntries(calls), until);
    },
  };
}

interface Described {
  readonly told: readonly Told[];
  /** The places that the answers name. */
  readonly named: readonly Place[];
}

async function describe(
  place: Place,
  clients: Clients,
  paces: ReadonlyMap<string, Pace>,
  until: AbortSignal,
): Promise<Described> {
  const readers = facesOf(place.service).flatMap(({ describe: own = {} }) => Object.entries(own));
  const all = await Promise.all(
    readers.map(async ([operation, read]): Promise<Described> => {
      const call = CALLS[operation];
      if (call === undefined) return { told: [], named: [] };
      try {
        await paces.get(operation)?.(until);
        const answers = await call(place.resource, clients, until);
        const named = answers.flatMap(({ input, output }) => read(input, output).flatMap(placesIn));
        return { told: [chunkOf(operation, answers)], named };
      } catch (error) {
        const why = whyNot(operation, error, until);
        return { told: [{ gap: { what: operation, why, origin: { source: NAME } } }], named: [] };
      }
    }),
  );
  return { told: all.flatMap(({ told }) => told), named: all.flatMap(({ named }) => named) };
}

function chunkOf(operation: string, answers: readonly Answer[]): Told {
  const bytes = Buffer.from(JSON.stringify({ [operation]: answers }));
  return { chunk: { origin: { source: NAME }, format: "configuration", bytes } };
}

function placesIn(setting: Setting): Place[] {
  const { givenUpTo, from } = "settings" in setting ? { ...setting.settings, from: null } : setting.handover;
  return [givenUpTo, from].flatMap((place) => (place === null || place === "none" ? [] : place));
}

function nameOf({ service, resource }: Place): string {
  return `${service} ${resource}`;
}
