import type { Seen } from "../record.ts";
import type { Hop } from "../transaction.ts";
import { sortOfAws } from "./aws-sort.ts";
import type { Sort, Wording } from "./languages/language.ts";
import { LANGUAGES } from "./languages/table.ts";
import { ownFrame } from "./own-frame.ts";
import { RPC_WORDS } from "./rpc-words.ts";
import { STORE_WORDS } from "./store-words.ts";
import { thrownByAws } from "./thrown-by-aws.ts";

/** What no language words in its own way: the platform's endings, HTTP, and plain English. */
const ANYWHERE: readonly Wording[] = [
  [/\b429:? \(?Too Many Requests\b|\b(?:status|response)(?: code)?:? 429\b/i, "throttled"],
  [/OutOfMemory|out of memory|heap limit|signal: killed/i, "memory"],
  [/^Runtime\.ExitError\b[^\n]{0,200}exit status|^Extension\.\w{1,80}/, "code", "init"],
  [
    /AccessDenied|UnauthorizedOperation|not authorized to perform|InvalidClientTokenId|ExpiredToken|KMSAccessDenied|SignatureDoesNotMatch|\b40[13]:? (?:Forbidden|Unauthorized|Client Error)\b|\b(?:status|response) code 40[13]\b|: Forbidden$/i,
    "permission",
  ],
  [/\b(?:[Ss]tatus|[Rr]esponse) code 404\b|\b404 (?:Client Error|Not Found)\b/, "dependency", "not-found"],
  [
    /\b(?:[Ss]tatus|[Rr]esponse) code (?:400|413|415|422)\b|\b(?:400|413|415|422) (?:Client Error|Bad Request|Unprocessable)/,
    "bad-input",
  ],
  [/Name or service not known|UnknownHost/i, "dependency", "dns"],
  // A certificate may be a gift's, and a connection a railway's: only what is said of them where they are technical counts.
  [
    /(?:^|[:;,(] ?|\b(?:peer|server|client|host|remote|intermediate|ssl|tls|x509)(?:'s)? )certificate (?:has expired|is not (?:yet valid|trusted)|verification failed|signed by unknown|unknown$)|certificate verify failed|(?:local|peer) issuer certificate|self[- ]signed certificate|\b(?:TLS|SSL)[ _/-]?(?:handshake|connection|connect|negotiation|alert|routines|protocol|exception|socket|validation failed|error(?::|$))|\b(?:handshake|ssl\/tls alert|tlsv1 alert)[ _]failure\b|before secure TLS connection/i,
    "dependency",
    "tls",
  ],
  [/Connection (?:refused|reset)/i, "dependency", "connection"],
  [
    /\btimed out\b|\btimedout\b|\bdeadline exceeded\b|\btimeout (?:acquiring|expired|exceeded|reached|occurred|error|after|of \d|while|waiting|has)\b|\b(?:connection|connect|request|response|read|write|socket|query|statement|lock wait|gateway|server selection|handshake inactivity|idle|operation|due to) time-?out\b(?! (?:must|should|is|has to|cannot|may|setting|value|of the plan))|^\w{0,60}Timeout\w{0,40}: |: (?:[\w-]{1,30} ){0,2}time-?out[.!]?$/i,
    "timeout",
  ],
];
const WORDINGS: readonly Wording[] = [
  ...LANGUAGES.flatMap((language) => language.wordings),
  ...STORE_WORDS,
  ...RPC_WORDS,
  ...ANYWHERE,
];
/** The names by which languages call what code does wrong; an error of the team's own may begin alike. */
const CODE =
  /^(?:Type|Reference|Range|Syntax|Key|Attribute|Index|Name|ZeroDivision|NullPointer|ClassCast|IllegalState)/;
const INPUT =
  /Validation|BadRequest|InvalidParameter|InvalidArgument|ZodError|ValueError|SchemaError|(cannot|can't|must not|may not|should not) be (an? )?(empty|null|undefined|blank|missing)|is (a )?required|must be (an? )?|missing (required )?|invalid (value|type|input|argument|parameter)|expected .+ (but )?(got|received)|not a valid/i;
const SERVER_ERROR =
  /\b(?:status(?: code)?:? 5\d\d|HTTP(?:\/\d(?:\.\d)?)? 5\d\d|50[0234] (?:Server Error|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|status\b[^\n]{0,40}\b(?:got|received|was) 5\d\d|(?:answered|responded|replied)(?: with)? 50[0234])\b/i;

/** Messages may hold whole payloads; what sort of failure it was stands at their beginning. */
const MOST_READ = 2000;

/** What sort of failure a hop's own error is, from its outcome, its type, its words and those of its causes. */
export function sortOfFailure(hop: Hop): Sort {
  const { error, outcome } = hop;
  if (outcome === "throttled") return { kind: "throttled" };
  const told = error === null ? null : sortOfError(error, hop);
  if (told !== null && (outcome !== "timeout" || told.kind !== "code")) return told;
  if (outcome === "timeout") return { kind: "timeout" };
  return sortInWords(hop);
}

/** What is said in so many words that it can be nothing else: by AWS, or by a language, its SDKs and its validators. */
function sortOfError(error: Seen, hop: Hop): Sort | null {
  // The innermost cause says most: a failed fetch is a name that was not found.
  const all = [...error.causes.toReversed().map((cause) => ({ ...cause, stack: error.stack, causes: [] })), error];
  for (const one of all) {
    const aws = sortOfAws(one, isCall(hop) || thrownByAws(one, hop.logs));
    if (aws !== null) return aws;
  }
  for (const words of all.map(inWords)) {
    const found = WORDINGS.find(([pattern]) => pattern.test(words));
    if (found !== undefined) return { kind: found[1], ...(found[2] === undefined ? {} : { detail: found[2] }) };
  }
  return null;
}

/** Whoever called recorded it: what failed is what was called. */
function isCall({ spans }: Hop): boolean {
  return spans.every(({ kind }) => kind === "client" || kind === "producer");
}

function sortInWords(hop: Hop): Sort {
  const { error, outcome } = hop;
  const words = error === null ? "" : inWords(error);
  // "Cannot read properties of undefined" is an input that the code did not check: the code is where it broke.
  if (error !== null && error.type !== null && CODE.test(error.type)) return { kind: "code" };
  if (SERVER_ERROR.test(words)) return { kind: "dependency", detail: "server-error" };
  if (error !== null && INPUT.test(words)) return { kind: "bad-input" };
  if (isCall(hop) && outcome === "error") return { kind: "dependency" };
  return error !== null && (ownFrame(error.stack) !== null || hasUnreadFrames(error))
    ? { kind: "code" }
    : { kind: "unknown" };
}

/** A stack in a shape that no language claims: that somebody's code broke is all that it says. */
function hasUnreadFrames({ stack }: Seen): boolean {
  return stack.length > 0 && stack.every((line) => LANGUAGES.every((language) => language.frame(line) === null));
}

function inWords({ type, message }: Pick<Seen, "type" | "message">): string {
  return (type === null ? message : `${type}: ${message}`).slice(0, MOST_READ);
}
