import type { CauseKind } from "../report.ts";
import { outcomeOfError } from "../services/aws-call.ts";
import type { Hop } from "../transaction.ts";

const PERMISSION =
  /AccessDenied|UnauthorizedOperation|not authorized to perform|InvalidClientTokenId|ExpiredToken|KMSAccessDenied|SignatureDoesNotMatch|\bForbidden\b/i;
const MEMORY = /OutOfMemory|out of memory|heap limit|MemoryError|NoMemoryError|signal: killed/i;
const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|socket hang up|getaddrinfo|certificate|TLS|SSL|Name or service not known|Connection (refused|reset)|UnknownHost/i;
const TIMEOUT = /timed? ?out|ETIMEDOUT|deadline exceeded/i;
const INPUT =
  /Validation|BadRequest|InvalidParameter|InvalidArgument|ZodError|ValueError|SchemaError|(cannot|can't|must not|may not|should not) be (an? )?(empty|null|undefined|blank|missing)|is (a )?required|must be (an? )?|missing (required )?|invalid (value|type|input|argument|parameter)|expected .+ (but )?(got|received)|not a valid/i;
const CODE =
  /^(Type|Reference|Range|Syntax|Key|Attribute|Index|Name|ZeroDivision|NullPointer|ClassCast|IllegalState)|Runtime\.(ImportModule|HandlerNotFound|UserCodeSyntax)/;

/** Messages may hold whole payloads; what sort of failure it was stands at their beginning. */
const MOST_READ = 2000;

/** What sort of failure a hop's own error is, from its outcome, its type and its words. */
export function kindOfFailure(hop: Hop): CauseKind {
  const { error, outcome } = hop;
  if (outcome === "throttled" || outcomeOfError(error?.type ?? null) === "throttled") return "throttled";
  const said = `${error?.type ?? ""}: ${error?.message ?? ""}`.slice(0, MOST_READ);
  if (MEMORY.test(said)) return "memory";
  if (PERMISSION.test(said)) return "permission";
  if (UNREACHABLE.test(said)) return "dependency";
  if (outcome === "timeout" || TIMEOUT.test(said)) return "timeout";
  // "Cannot read properties of undefined" is an input that the code did not check: the code is where it broke.
  if (error?.type !== null && error?.type !== undefined && CODE.test(error.type)) return "code";
  if (INPUT.test(said)) return "bad-input";
  if (hop.spans.every(({ kind }) => kind === "client") && outcome === "error") return "dependency";
  return error !== null && error.stack.length > 0 ? "code" : "unknown";
}
