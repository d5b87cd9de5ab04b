/**
 * What ids look like: trace ids of X-Ray and W3C, UUIDs (requests, messages, events), the 15 signs and `=` of HTTP APIs (the
 * first may be a dash), DynamoDB's 52 capitals, Kinesis's 56 digits, S3's 16 capitals and digits, the names of executions,
 * Stripe's requests, Twilio's messages and calls.
 */
const ID =
  /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|(?<![\w-])[\w-]{14,15}=(?![\w=])|\b[0-9A-Z]{52}\b|\b\d{56}\b|\b[0-9A-Z]{16}\b|(?<=:(?:execution|express):[\w-]{1,80}:)[\w.-]{1,80}|\breq_[0-9A-Za-z]{8,64}\b|\b(?:SM|MM|CA)[0-9a-f]{32}\b/g;

/**
 * A record of Kafka, in an event or in a broker's answer, also where that is text inside of JSON: its place is its id. It begins
 * with the quote and not with what escapes it: else a line of backslashes is looked through again from each of them.
 */
const RECORD =
  /"topic(?:Name)?\\*":\s?\\*"([\w.-]{1,249})\\*",\s?\\*"partition\\*":\s?(\d{1,9}),(?:\s?\\*"errorCode\\*":\s?\d{1,4},)?\s?\\*"(?:o|baseO)ffset\\*":\s?\\*"?(\d{1,19})/g;

/** The id-like words of a text, in order, repeats included. A cheap look: it finds too much, and misses nothing it names. */
export function idsIn(text: string): string[] {
  const ids: string[] = text.match(ID) ?? [];
  if (!text.includes("artition")) return ids;
  for (const [, topic, partition, offset] of text.matchAll(RECORD)) ids.push(`${topic}-${partition}@${offset}`);
  return ids;
}
