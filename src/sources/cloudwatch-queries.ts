import { xrayTraceId } from "../services/trace-id.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { TraceQuestion } from "./source.ts";

const FIELDS = "fields @timestamp, @message, @logStream, @log, @ingestionTime";
const END = `| sort @timestamp asc | limit ${LIMITS.queryRows}`;
/** The end that lets a query answer no more than what is cheap to read. */
const FEW = `| sort @timestamp asc | limit ${LIMITS.sliceRows}`;
/** Room for the rest of the query around a list of ids. */
const MOST_LIST_CHARACTERS = LIMITS.queryCharacters - 1000;

/**
 * Words that stand in the lines of failures and retries, whatever wrote them. It finds too much, which costs little: what is
 * scanned is paid, not what is found. The last ones are a proxy's answer, an SDK's count of its attempts, and what a success
 * names as failed inside of it; most such fields are there and say that nothing did. Spans tell a status by names of their own,
 * and may say nothing else: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
const FAILURE_WORDS = [
  "error",
  "exception",
  "fatal",
  "critical",
  "fail(s|ed|ing|ure)?\\b",
  "\\bfailures\\b",
  "timed out",
  "timeout",
  "throttl",
  "traceback",
  "runtime exited",
  '"level":\\s*[56]0',
  "status_?code\\W+(value\\W+intvalue\\W+)?(5\\d\\d|429|408)\\b",
  '"status":\\s*\\{[^{}]*"code":\\s*2\\b',
  "attempts\\W+([2-9]|1\\d)\\b",
  "failed\\w*count\\W+[1-9]",
  'batchitemfailures[\\s:"\\\\]+\\[\\s*\\{',
  'unprocessed(items|keys)[\\s:"\\\\]+\\{[\\s"\\\\]+\\w',
].join("|");

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/**
 * What tells that there was a request, its ids and its end: platform lines, events, answers, errors, and what names the id
 * of something else: nearly every line has one id, which is its own request's.
 */
const KEYED_WORDS = [
  "(start|end|report) requestid",
  "platform\\.(start|report|runtimedone)",
  "requestcontext",
  "detail-type",
  '"records',
  "eventsource",
  "statuscode",
  "error",
  "exception",
  "timed out",
  "messageid",
  "eventid",
  "\\b[0-9]{56}\\b",
  "starttimeunixnano",
  "extendedrequestid",
  "routekey",
  "parenttypename",
  "execution_arn",
  "resourcepath",
  "httpmethod",
].join("|");
/** In words of its own, a line may name what was handed on: where only a moment is read, such lines are few enough. */
const NAMING_WORDS = `${KEYED_WORDS}|${UUID}.*${UUID}`;

/** A question that is answered by queries. */
export type Searched = Exclude<TraceQuestion, { readonly streams: unknown }>;

/** The texts that answer a question together. */
export function queryTexts(question: Searched): string[] {
  if ("find" in question) {
    const wanted = [...new Set(question.find.map(written))];
    return lists(wanted, "|").map((ids) => matching(`/${ids}/`));
  }
  if ("failures" in question) return [matching(`/(?i)(${FAILURE_WORDS})/`)];
  return [question.keyed === null ? matching(`/(?i)(${NAMING_WORDS})/`, FEW) : matching(`/(?i)(${KEYED_WORDS})/`)];
}

/** The texts that find the lines of which an indexed field is one of the ids, and of no others. */
export function indexedTexts(ids: readonly string[], field: string): string[] {
  const forms = ids.flatMap((id) => {
    const trace = xrayTraceId(id);
    return trace === null ? [id] : [id, trace, trace.replace(/^1-|-/g, "")];
  });
  const values = [...new Set(forms)].filter((id) => !/["\\]/.test(id)).map((id) => `"${id}"`);
  return lists(values, ", ").map((list) => `${FIELDS} | filter ${field} in [${list}] ${END}`);
}

/** The same query, which only tells what it would scan. An end is no part of that, and nothing may follow it. */
export function estimateOf(text: string): string {
  return `${text.split(" | sort ")[0]} | estimate`;
}

/** What any query for whole groups would scan: its text does not matter. */
export const ESTIMATE = "fields @timestamp | estimate";

/** The newest moment of ingestion, in epoch milliseconds, under the name `newest`. */
export const NEWEST = "stats max(@ingestionTime) as newest";

function matching(pattern: string, end = END): string {
  return `${FIELDS} | filter @message like ${pattern} ${end}`;
}

/** Joins items into lists of which each fits a query. */
function lists(items: readonly string[], sign: string): string[] {
  const texts: string[] = [];
  let text = "";
  for (const item of items) {
    if (text !== "" && text.length + sign.length + item.length > MOST_LIST_CHARACTERS) {
      texts.push(text);
      text = "";
    }
    text = text === "" ? item : `${text}${sign}${item}`;
  }
  return text === "" ? texts : [...texts, text];
}

/** An id as lines may write it: a trace stands there with X-Ray's dashes, or as the 32 digits of W3C and of the group aws/spans. */
function written(id: string): string {
  const trace = xrayTraceId(id);
  if (trace === null) return escaped(id);
  const [, time = "", rest = ""] = trace.split("-");
  return id === id.toLowerCase() ? `${time}-?${rest}` : `(?i:${time}-?${rest})`;
}

/** An id inside of a regular expression between slashes. Ids come from log lines: nothing of them may be read as a pattern. */
function escaped(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/g, (sign) => `\\${sign}`);
}
