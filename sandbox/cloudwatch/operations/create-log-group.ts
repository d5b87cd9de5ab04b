import { z } from "zod";
import { allowAccess } from "../find-log-group.ts";
import { GROUP_NAME } from "../log-group-name.ts";
import { operation } from "../operation.ts";
import { invalidParameter, ServiceError } from "../service-error.ts";

// Keys, tags, other classes and deletion protection are not kept here, so they are refused.
const INPUT = z.object({
  logGroupName: GROUP_NAME,
  logGroupClass: z.literal("STANDARD").optional(),
  deletionProtectionEnabled: z.literal(false).optional(),
  kmsKeyId: z.never().optional(),
  tags: z.never().optional(),
});

export const createLogGroup = operation("CreateLogGroup", INPUT, ({ logGroupName }, service) => {
  allowAccess(service, "CreateLogGroup", logGroupName);
  if (logGroupName.startsWith("aws/")) throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
  if (!service.store.createGroup(logGroupName, service.clock.now())) {
    throw new ServiceError("ResourceAlreadyExistsException", "The specified log group already exists");
  }
  return {};
});
