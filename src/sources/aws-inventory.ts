import {
  type FunctionConfiguration,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  type ListEventSourceMappingsCommandOutput,
  ListFunctionsCommand,
  type ListFunctionsCommandOutput,
} from "@aws-sdk/client-lambda";
import {
  GetResourcesCommand,
  type GetResourcesCommandOutput,
  type ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { GetServiceGraphCommand, type GetServiceGraphCommandOutput, type XRayClient } from "@aws-sdk/client-xray";
import type { Check } from "../check.ts";
import { recordedService } from "../decode/named-service.ts";
import type { Handed, Tagged } from "../inventory.ts";
import { type Pace, paceOf } from "../pace.ts";
import type { Place } from "../place.ts";
import type { Chunk, Gap } from "../record.ts";
import { plainName } from "../services/arn.ts";
import { placeOfArn } from "../services/place-of-arn.ts";
import { checkPermission } from "./check-permission.ts";
import { LIMITS } from "./metric-limits.ts";
import { whyNot } from "./why-not.ts";

const NAME = "aws";
/** The longest that X-Ray answers for. */
const GRAPH_MS = 6 * 3_600_000;
/** As ARNs call what hands on work and who works on it. */
const TAGGED = [
  "lambda:function",
  "dynamodb:table",
  "sqs",
  "sns",
  "kinesis:stream",
  "events:event-bus",
  "states:stateMachine",
  "s3",
];
/** The most that a page holds. */
const TAGGED_ON_PAGE = 100;

/**
 * Everything at once instead of resource by resource: how functions are configured, what feeds them, who calls what, and what
 * belongs together.
 */
export interface InventorySource {
  /** `toMs`: now, epoch ms. Never throws: what may not be listed is a gap, and the rest is told. */
  list(toMs: number, until: AbortSignal): AsyncGenerator<Listed>;
  check(until: AbortSignal): AsyncGenerator<Check>;
}

export type Listed =
  | { readonly chunk: Chunk }
  | { readonly handed: readonly Handed[] }
  | { readonly tagged: readonly Tagged[] }
  | { readonly gap: Gap };

/** Of one account and region. `xray`: null where it is put aside. */
export function awsInventory(
  lambda: LambdaClient,
  tagging: ResourceGroupsTaggingAPIClient,
  xray: XRayClient | null,
): InventorySource {
  const listing = paceOf(LIMITS.listsPerSecond);
  return {
    async *list(toMs, until) {
      yield* guarded("lambda:ListFunctions", functionsOf(lambda, listing, until), until);
      yield* guarded("lambda:ListEventSourceMappings", mappingsOf(lambda, listing, until), until);
      if (xray !== null) yield* guarded("xray:GetServiceGraph", graphOf(xray, listing, toMs, until), until);
      // Last, because it tells the least of what a large account leaves time for.
      yield* guarded("tag:GetResources", taggedOf(tagging, listing, until), until);
    },
    async *check(until) {
      const options = { abortSignal: until };
      yield await checkPermission("lambda:ListFunctions", until, () =>
        lambda.send(new ListFunctionsCommand({ MaxItems: 1 }), options),
      );
      yield await checkPermission("tag:GetResources", until, () =>
        tagging.send(new GetResourcesCommand({ ResourcesPerPage: 1 }), options),
      );
      if (xray === null) return;
      const EndTime = new Date();
      const StartTime = new Date(EndTime.getTime() - 60_000);
      yield await checkPermission("xray:GetServiceGraph", until, () =>
        xray.send(new GetServiceGraphCommand({ StartTime, EndTime }), options),
      );
    },
  };
}

async function* guarded(
  permission: string,
  listed: AsyncGenerator<Listed>,
  until: AbortSignal,
): AsyncGenerator<Listed> {
  try {
    yield* listed;
  } catch (error) {
    yield { gap: { what: permission, why: whyNot(permission, error, until), origin: { source: NAME } } };
  }
}

async function* functionsOf(lambda: LambdaClient, pace: Pace, abortSignal: AbortSignal): AsyncGenerator<Listed> {
  let Marker: string | undefined;
  for (let page = 0; page < LIMITS.listPages; page++) {
    await pace(abortSignal);
    const answer: ListFunctionsCommandOutput = await lambda.send(new ListFunctionsCommand({ Marker }), { abortSignal });
    const functions: readonly FunctionConfiguration[] = answer.Functions ?? [];
    const told = functions.map((output) => ({ input: { FunctionName: output.FunctionName ?? null }, output }));
    yield chunkOf("lambda:GetFunctionConfiguration", told);
    Marker = answer.NextMarker;
    if (Marker === undefined) return;
  }
  yield { gap: cutOff("functions") };
}

async function* mappingsOf(lambda: LambdaClient, pace: Pace, abortSignal: AbortSignal): AsyncGenerator<Listed> {
  let Marker: string | undefined;
  for (let page = 0; page < LIMITS.listPages; page++) {
    await pace(abortSignal);
    const output: ListEventSourceMappingsCommandOutput = await lambda.send(
      new ListEventSourceMappingsCommand({ Marker }),
      { abortSignal },
    );
    yield chunkOf("lambda:ListEventSourceMappings", [{ input: {}, output }]);
    Marker = output.NextMarker;
    if (Marker === undefined) return;
  }
  yield { gap: cutOff("event source mappings") };
}

async function* taggedOf(
  tagging: ResourceGroupsTaggingAPIClient,
  pace: Pace,
  abortSignal: AbortSignal,
): AsyncGenerator<Listed> {
  let PaginationToken: string | undefined;
  for (let page = 0; page < LIMITS.listPages; page++) {
    await pace(abortSignal);
    const asked = { ResourceTypeFilters: TAGGED, ResourcesPerPage: TAGGED_ON_PAGE, PaginationToken };
    const answer: GetResourcesCommandOutput = await tagging.send(new GetResourcesCommand(asked), { abortSignal });
    const tagged = (answer.ResourceTagMappingList ?? []).flatMap(({ ResourceARN = null, Tags = [] }): Tagged[] => {
      const place = placeOfArn(ResourceARN);
      if (place === null) return [];
      return [{ place, tags: new Map(Tags.map(({ Key = "", Value = "" }) => [Key, Value])) }];
    });
    yield { tagged };
    PaginationToken = answer.PaginationToken;
    // The last page has an empty one.
    if (PaginationToken === undefined || PaginationToken === "") return;
  }
  yield { gap: cutOff("tagged resources") };
}

async function* graphOf(xray: XRayClient, pace: Pace, toMs: number, abortSignal: AbortSignal): AsyncGenerator<Listed> {
  const window = { StartTime: new Date(toMs - GRAPH_MS), EndTime: new Date(toMs) };
  const places = new Map<number, Place>();
  const edges: (readonly [number, number])[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < LIMITS.listPages && (page === 0 || NextToken !== undefined); page++) {
    await pace(abortSignal);
    const command = new GetServiceGraphCommand({ ...window, NextToken });
    const answer: GetServiceGraphCommandOutput = await xray.send(command, { abortSignal });
    for (const { ReferenceId: id, Name: name, Type: type, Edges: out = [] } of answer.Services ?? []) {
      const known = recordedService(type ?? "");
      if (id === undefined || name === undefined || known === null) continue;
      places.set(id, { service: known.service.name, resource: plainName(name) });
      for (const { ReferenceId: to } of out) if (to !== undefined) edges.push([id, to]);
    }
    NextToken = answer.NextToken;
  }
  const handed = edges.flatMap(([a, b]): Handed[] => {
    const [from, to] = [places.get(a), places.get(b)];
    // X-Ray draws the service and the function of one invocation as two nodes.
    if (from === undefined || to === undefined || (from.service === to.service && from.resource === to.resource))
      return [];
    return [[from, to]];
  });
  yield { handed };
}

/** Moments become the text that they are in files. */
function chunkOf(operation: string, answers: readonly object[]): Listed {
  const bytes = Buffer.from(JSON.stringify({ [operation]: answers }));
  return { chunk: { origin: { source: NAME }, format: "configuration", bytes } };
}

function cutOff(what: string): Gap {
  return { what, why: `only the first ${LIMITS.listPages} pages of them were listed` };
}
