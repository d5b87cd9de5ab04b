import { AWS_ACCOUNT } from "../aws-account.ts";

/** A managed runtime, by its own version of the moment. */
export interface Runtime {
  /** As `AWS_EXECUTION_ENV` names it. */
  readonly executionEnvironment: string;
  readonly version: string;
  readonly versionArn: string;
}

export const NODE_22: Runtime = {
  executionEnvironment: "AWS_Lambda_nodejs22.x",
  version: "nodejs:22.v61",
  versionArn: runtimeArn("b0d3f4c1e86a2975d1c0b8f3a64e5d7290ac13be57f86d42c9e07a1b35d8f264"),
};

export const PYTHON_313: Runtime = {
  executionEnvironment: "AWS_Lambda_python3.13",
  version: "python:3.13.v72",
  versionArn: runtimeArn("7c2e90d5b1f4a8633de07cb92f51648ea0d97b34c5e8f21a6b903d7e4f18c5a0"),
};

function runtimeArn(digest: string): string {
  return `arn:aws:lambda:${AWS_ACCOUNT.region}::runtime:${digest}`;
}
