/** A region, and what its partition is called in ARNs and addresses. */
export interface AwsRegion {
  readonly name: string;
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  /** Where people sign in. */
  readonly console: string;
  /** Under which services answer. */
  readonly domain: string;
}

const PARTITIONS: readonly (readonly [regions: RegExp, rest: Omit<AwsRegion, "name">])[] = [
  [
    /^us-gov-(east|west)-\d$/,
    { partition: "aws-us-gov", console: "console.amazonaws-us-gov.com", domain: "amazonaws.com" },
  ],
  [/^cn-(north|northwest)-\d$/, { partition: "aws-cn", console: "console.amazonaws.cn", domain: "amazonaws.com.cn" }],
  [
    /^(af|ap|ca|eu|il|me|mx|sa|us)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/,
    { partition: "aws", console: "console.aws.amazon.com", domain: "amazonaws.com" },
  ],
];

/** Null for what is no region, or one of a partition whose console is not known. */
export function awsRegion(name: string | null): AwsRegion | null {
  if (name === null) return null;
  const rest = PARTITIONS.find(([regions]) => regions.test(name))?.[1];
  return rest === undefined ? null : { name, ...rest };
}
