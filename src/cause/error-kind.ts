import type { Seen } from "../record.ts";
import type { Hop } from "../transaction.ts";
import { sortOfCode } from "./aws-code.ts";
import type { AwsError, Sort, Wording } from "./languages/language.ts";
import { LANGUAGES } from "./languages/table.ts";
import { ownFrame } from "./own-frame.ts";

/** What no language words in its own way: the platform's endings, HTTP, and plain English. */
const ANYWHERE: readonly Wording[] = [
  [/OutOfMemory|out of memory|heap limit|signal: killed/i, "memory"],
  [/^Runtime\.ExitError\b[^\n]{0,200}exit status|^Extension\.\w{1,80}/, "code", "init"],
  [
    /AccessDenied|UnauthorizedOperation|not authorized to perform|InvalidClientTokenId|ExpiredToken|KMSAccessDenied|SignatureDoesNotMatch|\bForbidden\b/i,
    "permission",
  ],
  [/Name or service not known|UnknownHost/i, "dependency", "dns"],
  [/certificate|\bTLS\b|\bSSL\b/i, "dependency", "tls"],
  [/Connection (?:refused|reset)/i, "dependency", "connection"],
  [/timed? ?out|deadline exceeded/i, "timeout"],
];
/** The names by which languages call what code does wrong; an error of the team's own may begin alike. */
const CODE =
  /^(?:Type|Reference|Range|Syntax|Key|Attribute|Index|Name|ZeroDivision|NullPointer|ClassCast|IllegalState)/;
const INPUT =
  /Validation|BadRequest|InvalidParameter|InvalidArgument|ZodError|ValueError|SchemaError|(cannot|can't|must not|may not|should not) be (an? )?(empty|null|undefined|blank|missing)|is (a )?required|must be (an? )?|missing (required )?|invalid (value|type|input|argument|parameter)|expected .+ (but )?(got|received)|not a valid/i;
const SERVER_ERROR =
  /\b(?:status(?: code)?:? 5\d\d|HTTP(?:\/\d(?:\.\d)?)? 5\d\d|50[0234] (?:Server Error|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out))\b/i;

/** Messages may hold whole payloads; what sort of failure it was stands at their beginning. */
const MOST_READ = 2000;

/** What sort of failure a hop's own error is, from its outcome, its type, its words and those of its causes. */
export function sortOfFailure(hop: Hop): Sort {
  const { error, outcome } = hop;
  if (outcome === "throttled") return { kind: "throttled" };
  const told = error === null ? null : sortOfError(error);
  if (told !== null && (outcome !== "timeout" || told.kind !== "code")) return told;
  if (outcome === "timeout") return { kind: "timeout" };
  return sortInWords(hop);
}

/** What is said in so many words that it can be nothing else: by AWS, or by a language, its SDKs and its validators. */
function sortOfError(error: Seen): Sort | null {
  const aws = awsErrorOf(error);
  const byCode = aws === null ? null : sortOfCode(aws.code, aws.status);
  const known = byCode ?? (error.type === null ? null : sortOfCode(error.type, null));
  if (known !== null) return known;
  // The innermost cause says most: a failed fetch is a name that was not found.
  const said = [...error.causes.toReversed(), error].map(inWords);
  const wordings = [...LANGUAGES.flatMap((language) => language.wordings), ...ANYWHERE];
  for (const words of said) {
    const found = wordings.find(([pattern]) => pattern.test(words));
    if (found !== undefined) return { kind: found[1], ...(found[2] === undefined ? {} : { detail: found[2] }) };
  }
  return null;
}

function sortInWords({ error, spans, outcome }: Hop): Sort {
  const words = error === null ? "" : inWords(error);
  // "Cannot read properties of undefined" is an input that the code did not check: the code is where it broke.
  if (error !== null && error.type !== null && CODE.test(error.type)) return { kind: "code" };
  if (SERVER_ERROR.test(words)) return { kind: "dependency", detail: "server-error" };
  if (error !== null && INPUT.test(words)) return { kind: "bad-input" };
  if (spans.every(({ kind }) => kind === "client") && outcome === "error") return { kind: "dependency" };
  return error !== null && (ownFrame(error.stack) !== null || hasUnreadFrames(error))
    ? { kind: "code" }
    : { kind: "unknown" };
}

/** A stack in a shape that no language claims: that somebody's code broke is all that it says. */
function hasUnreadFrames({ stack }: Seen): boolean {
  return stack.length > 0 && stack.every((line) => LANGUAGES.every((language) => language.frame(line) === null));
}

/** The error of AWS that an SDK wrapped in words of its own. */
export function awsErrorOf(error: Seen): AwsError | null {
  const cut = { ...error, message: error.message.slice(0, MOST_READ) };
  for (const language of LANGUAGES) {
    const found = language.awsError?.(cut) ?? null;
    if (found !== null) return found;
  }
  return null;
}

function inWords({ type, message }: Pick<Seen, "type" | "message">): string {
  return (type === null ? message : `${type}: ${message}`).slice(0, MOST_READ);
}
