import { outcomeOfError } from "../services/aws-call.ts";
import type { Sort } from "./languages/language.ts";

/**
 * What sort of failure a code of AWS is, whichever service gave it: those that every service may give, and the commonest of
 * single ones. https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html
 */
const CODES: readonly (readonly [RegExp, Sort])[] = [
  [
    /^Expired(?:Token|Credentials)|^TokenRefreshRequired|^CredentialsError/,
    { kind: "permission", detail: "credentials" },
  ],
  [
    /^(?:AccessDenied|UnauthorizedOperation|NotAuthorized|Unauthorized|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|MissingAuthenticationToken|IncompleteSignature|OptInRequired|KMSAccessDenied|InvalidAccessKeyId|AuthFailure|Forbidden|AuthorizationError)/,
    { kind: "permission" },
  ],
  [
    /^(?:Validation|InvalidParameter|InvalidArgument|Serialization|MissingParameter|InvalidRequest|BadRequest|MalformedQueryString|InvalidMessageContents|EntityTooLarge|RequestEntityTooLarge|RequestTooLarge|MessageTooLong|InvalidAttributeValue|InvalidInput|ParamValidation|EventSizeLimitExceeded|InvalidQueryParameter|BatchRequestTooLong|TooManyEntriesInBatchRequest|EmptyBatchRequest)/,
    { kind: "bad-input" },
  ],
  [
    /^(?:Internal(?:Server|Service)?(?:Error|Failure|Exception|Fault)|InternalServerErrorException|ServiceUnavailable|Service(?:Exception|Failure)|ServerException|Unavailable|KMSInternal|EC2(?:Unexpected|Throttled)|ENILimit|EFSIO)/,
    { kind: "dependency", detail: "server-error" },
  ],
  [
    /^(?:ResourceNotFound|NoSuchBucket|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue|FunctionNotFound|NoSuchKey|NoSuchEntity|NotFound(?:Exception)?$|StateMachineDoesNotExist|TableNotFound)/,
    { kind: "dependency", detail: "not-found" },
  ],
  // Two requests write the same item at the same time: the second passes when it is tried again.
  [/^Transaction(?:Conflict|InProgress)/, { kind: "dependency" }],
  // Every part of the service did what it was asked to: the program did not handle that its condition may not hold.
  [/^ConditionalCheckFailed/, { kind: "code" }],
];

/** Null where the code is none that is known. */
export function sortOfCode(code: string): Sort | null {
  const name = code.split(/[#:]/).at(-1) ?? code;
  const last = name.startsWith("AWS.") ? name : (name.split(".").at(-1) ?? name);
  if (outcomeOfError(last) === "throttled") return { kind: "throttled" };
  return CODES.find(([pattern]) => pattern.test(last))?.[1] ?? null;
}
