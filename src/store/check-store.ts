import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import {
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Check, missing, unknown, works } from "../check.ts";
import { sentenceOf } from "../fault.ts";
import { DUE_INDEX } from "./table-definition.ts";

/** A key under which nothing is ever kept. */
const NOBODYS = { pk: { S: "doctor" }, sk: { S: "doctor" } };
const NEVER = { ConditionExpression: "attribute_exists(pk)" };

/** Tries every operation on the table with a key that is not there: writes have a condition that never holds. */
export async function* checkTable(client: DynamoDBClient, table: string, until: AbortSignal): AsyncGenerator<Check> {
  const options = { abortSignal: until };
  const what = `table ${table}`;
  try {
    await client.send(new DescribeTableCommand({ TableName: table }), options);
    yield works(what);
  } catch (error) {
    if (nameOf(error) !== "ResourceNotFoundException") yield failed(what, "dynamodb:DescribeTable", table, error);
    else yield unknown(what, "it is not there yet: it is made at the start, which needs dynamodb:CreateTable");
    return;
  }
  const named = { TableName: table };
  const query = {
    IndexName: DUE_INDEX,
    KeyConditionExpression: "dueQueue = :queue",
    ExpressionAttributeValues: { ":queue": { S: "doctor" } },
    Limit: 1,
  };
  const tries = [
    ["dynamodb:GetItem", () => client.send(new GetItemCommand({ ...named, Key: NOBODYS }), options)],
    ["dynamodb:Query", () => client.send(new QueryCommand({ ...named, ...query }), options)],
    ["dynamodb:PutItem", () => client.send(new PutItemCommand({ ...named, ...NEVER, Item: NOBODYS }), options)],
    ["dynamodb:UpdateItem", () => client.send(new UpdateItemCommand({ ...named, ...NEVER, Key: NOBODYS }), options)],
    ["dynamodb:DeleteItem", () => client.send(new DeleteItemCommand({ ...named, ...NEVER, Key: NOBODYS }), options)],
    ["dynamodb:Scan", () => client.send(new ScanCommand({ ...named, Limit: 1 }), options)],
  ] as const;
  for (const [permission, call] of tries) yield await operation(permission, table, call);
  yield unknown(`dynamodb:BatchWriteItem on ${table}`, "it cannot be tried without writing");
}

async function operation(permission: string, table: string, call: () => Promise<unknown>): Promise<Check> {
  const what = `${permission} on ${table}`;
  try {
    await call();
    return works(what);
  } catch (error) {
    return nameOf(error) === "ConditionalCheckFailedException" ? works(what) : failed(what, permission, table, error);
  }
}

function failed(what: string, permission: string, table: string, error: unknown): Check {
  const [why = ""] = sentenceOf(error).split("\n");
  if (!/AccessDenied|NotAuthorized/.test(nameOf(error))) return unknown(what, why);
  // The index is a resource of its own.
  return missing(what, `the permission ${permission} is missing`, {
    allow: [permission],
    on: `arn:aws:dynamodb:*:*:table/${table}*`,
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** The folder is made at the start: what matters is whether something may be written there. No process is disturbed. */
export async function checkFolder(folder: string): Promise<Check> {
  const what = `state in ${folder}`;
  for (let path = folder; ; path = dirname(path)) {
    try {
      await access(path, constants.W_OK);
      return works(what);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT" && dirname(path) !== path) continue;
      return missing(what, `it may not be written: ${sentenceOf(error)}`, { set: "DATA_FOLDER" });
    }
  }
}
