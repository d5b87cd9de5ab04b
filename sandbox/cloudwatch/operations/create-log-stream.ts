import { z } from "zod";
import { findLogGroup } from "../find-log-group.ts";
import { GROUP_NAME, STREAM_NAME } from "../log-group-name.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

const INPUT = z.object({ logGroupName: GROUP_NAME, logStreamName: STREAM_NAME });

export const createLogStream = operation("CreateLogStream", INPUT, (input, service) => {
  const group = findLogGroup(service, "CreateLogStream", { logGroupName: input.logGroupName });
  if (!service.store.createStream(group.name, input.logStreamName, service.clock.now())) {
    throw new ServiceError("ResourceAlreadyExistsException", "The specified log stream already exists");
  }
  return {};
});
