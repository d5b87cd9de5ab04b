/** The account and region in which everything runs. The number is one that AWS keeps for examples. */
export const AWS_ACCOUNT = {
  id: "111122223333",
  region: "eu-central-1",
  /** As alarms write it. */
  regionName: "EU (Frankfurt)",
} as const;

/** `arn("sqs", "receipts")`. For a resource that ARNs put under a type: `arn("dynamodb", "table/orders")`. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${AWS_ACCOUNT.region}:${AWS_ACCOUNT.id}:${resource}`;
}

export function queueUrl(queue: string): string {
  return `https://sqs.${AWS_ACCOUNT.region}.amazonaws.com/${AWS_ACCOUNT.id}/${queue}`;
}
