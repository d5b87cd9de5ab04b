import { AWS_ACCOUNT } from "../aws-account.ts";
import { type HttpRequest, pathOf } from "../events/http-request.ts";
import type { RestApi } from "../events/rest-api-event.ts";
import type { JsonObject } from "../json.ts";
import { seconds, segmentId } from "./traces.ts";

/** A request as a REST API records it. HTTP APIs record nothing. */
export interface StagedRequest {
  readonly api: RestApi;
  /** As the catalog calls it. */
  readonly apiName: string;
  readonly request: HttpRequest;
  readonly extendedRequestId: string;
  /** The function behind it, and when that was asked and had answered, epoch ms. */
  readonly functionName: string;
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly status: number;
}

/** The id of the subsegment in which the API calls the function: the function's segment has it as its parent. */
export function stageCallId({ requestId }: HttpRequest): string {
  return segmentId(requestId, "integration");
}

export function stageSegment(staged: StagedRequest): JsonObject {
  const { api, apiName, request, extendedRequestId, functionName, askedAt, answeredAt, status } = staged;
  const { requestId, trace, method, customer } = request;
  const { region, id: account } = AWS_ACCOUNT;
  return {
    id: segmentId(requestId, "stage"),
    name: `${apiName}/${api.stage}`,
    trace_id: trace.root,
    start_time: seconds(request.at),
    end_time: seconds(answeredAt),
    ...(status >= 500 ? { fault: true } : {}),
    http: {
      request: {
        url: `https://${api.id}.execute-api.${region}.amazonaws.com/${api.stage}${pathOf(request)}`,
        method,
        user_agent: customer.device.userAgent,
        client_ip: customer.address,
        x_forwarded_for: true,
      },
      response: { status, content_length: 0 },
    },
    aws: { api_gateway: { account_id: account, rest_api_id: api.id, stage: api.stage, request_id: requestId } },
    annotations: { "aws:api_id": api.id, "aws:api_stage": api.stage },
    metadata: { default: { extended_request_id: extendedRequestId, request_id: requestId } },
    origin: "AWS::ApiGateway::Stage",
    resource_arn: `arn:aws:apigateway:${region}::/restapis/${api.id}/stages/${api.stage}`,
    subsegments: [
      {
        id: stageCallId(request),
        name: "Lambda",
        start_time: seconds(askedAt),
        end_time: seconds(answeredAt),
        namespace: "aws",
        http: { response: { status: 200 } },
        aws: { function_name: functionName, region, operation: "Invoke", resource_names: [functionName] },
      },
    ],
  };
}
