import { isArray, isObject, type Json, textAt } from "../json.ts";

/**
 * The items of a batch that a function names as failed in its answer to a poller; null where it names none in this way. An
 * identifier that is empty or missing fails the whole batch, as one that is not in it does: it is kept, as "".
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function batchItemFailures(answer: Json): readonly string[] | null {
  const failures = isObject(answer) ? answer["batchItemFailures"] : undefined;
  if (!isArray(failures)) return null;
  return failures.map((one) => textAt(one, "itemIdentifier") ?? "");
}
