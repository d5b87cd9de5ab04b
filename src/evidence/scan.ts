/**
 * What ids look like: trace ids of X-Ray and W3C, UUIDs (requests, messages, events), the 15 signs and `=` of HTTP APIs,
 * DynamoDB's 52 capitals, Kinesis's 56 digits, S3's 16 hex capitals.
 */
const ID =
  /\b1-[0-9a-f]{8}-[0-9a-f]{24}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\b[0-9A-Za-z_-]{14,15}=(?![\w=])|\b[0-9A-Z]{52}\b|\b\d{56}\b|\b[0-9A-F]{16}\b/g;

/** The id-like words of a text, in order, repeats included. A cheap look: it finds too much, and misses nothing it names. */
export function idsIn(text: string): string[] {
  return text.match(ID) ?? [];
}
