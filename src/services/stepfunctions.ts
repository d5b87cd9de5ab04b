import { textAt } from "../json.ts";
import { parseArn, plainName } from "./arn.ts";
import type { Service } from "./service.ts";

/** Express executions are `express:<machine>:<execution>:<uuid>`, standard ones `execution:<machine>:<name>`. */
export const stepfunctions: Service = {
  name: "stepfunctions",
  title: "Step Functions",
  operations: new Set(),
  resourceFields: [],
  unawaited: new Set(["StartExecution"]),
  xray: {
    origins: ["AWS::StepFunctions::StateMachine", "AWS::STEPFUNCTIONS"],
    calls: ["stepfunctions", "sfn", "states"],
    resource: (segment) => {
      const arn = textAt(segment, "resource_arn") ?? textAt(segment, "aws", "resource_names", 0);
      return arn === null ? null : plainName(arn);
    },
    keys: (segment) => {
      const arn = textAt(segment, "aws", "resource_arn");
      return arn === null || parseArn(arn) === null
        ? []
        : [{ kind: "stepfunctions-execution", value: arn, role: "self", path: "aws.resource_arn" }];
    },
    operation: (segment) => textAt(segment, "aws", "operation") ?? "StartExecution",
  },
};
