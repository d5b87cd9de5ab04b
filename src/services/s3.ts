import { textAt } from "../json.ts";
import type { Service } from "./service.ts";

export const s3: Service = {
  name: "s3",
  title: "S3",
  operations: new Set(),
  resourceFields: [],
  catalog: "buckets",
  xray: {
    origins: ["AWS::S3", "AWS::S3::Bucket"],
    calls: ["s3"],
    resource: (segment) => textAt(segment, "aws", "bucket_name") ?? textAt(segment, "aws", "resource_names", 0),
    keys: (segment) => {
      const id = textAt(segment, "aws", "request_id");
      return id === null ? [] : [{ kind: "s3-request", value: id, role: "self", path: "aws.request_id" }];
    },
  },
};
