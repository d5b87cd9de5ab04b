import type { Seen } from "../record.ts";
import type { Limit } from "./limit.ts";

/**
 * With what API Gateway refuses by itself: a plan's quota is used up, or its rate, its burst, a stage's or the account's is
 * exceeded. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function limitOfError({ message }: Pick<Seen, "message">): Limit | null {
  if (/\bLimit Exceeded\b/.test(message)) {
    return {
      text: "the quota of the usage plan",
      healsItself: true,
      ends: "when the plan's day, week or month begins anew, or somebody extends the quota",
      source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
    };
  }
  if (!/\bToo Many Requests\b|\b429\b/.test(message)) return null;
  return {
    text: "the rate or burst of the API, its stage, its usage plan or the account",
    healsItself: true,
    ends: "as soon as fewer requests come: tokens are refilled every second",
    source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
  };
}
