import { gzipSync } from "node:zlib";
import type { Random } from "../../sandbox/world/random.ts";
import type { JsonObject } from "../../src/json.ts";
import type { Carriage } from "./carried.ts";

/** How programs write a message down; whoever looks can take each of these off again. */
const READABLE: readonly ((message: JsonObject) => string)[] = [
  (message) => JSON.stringify(message, null, 2).replaceAll("\n", "\r\n"),
  (message) => Buffer.from(` ${JSON.stringify(message, null, 1)}`).toString("base64"),
  (message) => JSON.stringify(JSON.stringify(message)),
  (message) => gzipSync(JSON.stringify(message)).toString("base64"),
];

/** What nobody can look into who does not know the program. */
const UNREADABLE: readonly ((message: JsonObject) => string)[] = [
  (message) =>
    `mutation { put(${Object.entries(message).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)}) }`,
  (message) => `<thing>${Object.keys(message).map((name) => `<${name}/>`)}</thing>`,
  (message) => Object.values(message).map(String).join(";"),
  (message) => Buffer.from(Buffer.from(JSON.stringify(message)).map((byte) => byte ^ 0xa5)).toString("base64"),
];

/** Through what a message comes as a text that its sender has made. */
export const WRITTEN: readonly Carriage[] = ["api", "queue", "topic-and-queue", "stream"];

/** An event that carries texts which programs wrote in ways of their own. */
export function coatedEvent(
  carriage: Carriage,
  messages: readonly JsonObject[],
  readable: boolean,
  random: Random,
): JsonObject {
  const write = random.pick(readable ? READABLE : UNREADABLE);
  const texts = messages.map(write);
  switch (carriage) {
    case "api":
      return { httpMethod: "POST", path: "/things", body: texts[0] ?? "", isBase64Encoded: false };
    case "stream":
      return { Records: texts.map((text) => ({ kinesis: { data: Buffer.from(text).toString("base64") } })) };
    case "topic-and-queue":
      return { Records: texts.map((Message) => ({ body: JSON.stringify({ Type: "Notification", Message }) })) };
    default:
      return { Records: texts.map((body) => ({ body, eventSource: "aws:sqs" })) };
  }
}
