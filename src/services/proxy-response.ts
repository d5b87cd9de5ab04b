import { isObject, type Json, type JsonObject, numberAt } from "../json.ts";

/** The answer of a function behind an API. https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function isProxyResponse(value: Json): value is JsonObject {
  const status = numberAt(value, "statusCode");
  if (!isObject(value) || status === null || status < 100 || status > 599 || !Number.isInteger(status)) return false;
  const known = ["statusCode", "body", "headers", "multiValueHeaders", "isBase64Encoded", "cookies"];
  return Object.keys(value).every((name) => known.includes(name));
}
