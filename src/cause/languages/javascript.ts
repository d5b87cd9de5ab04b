import { isArray, isObject, type Json, parseJson, textAt } from "../../json.ts";
import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";
import type { Frame, Language } from "./language.ts";

/** `at handler (/var/task/index.js:12:5)`, `at async file:///var/task/index.mjs:12:5` */
const FRAME =
  /^at (?:async )?(?:((?:new )?[^\s(]{1,200}(?: \[as [^\]]{1,100}\])?) \()?(?:file:\/\/)?([^\s()][^()]{0,400}?):(\d{1,7}):\d{1,7}\)?$/;

function frame(line: string): Frame | null {
  const found = FRAME.exec(line);
  if (found === null) return null;
  const [, name = null, file = "", row = ""] = found;
  return { function: name, file, line: Number(row), at: file };
}

function field(error: Seen): NamedField | null {
  return zodIssue(error) ?? zodPretty(error) ?? ajv(error) ?? joi(error);
}

/** A ZodError's message is its issues as JSON. https://zod.dev/error-customization, https://zod.dev/ERROR_HANDLING (v3) */
function zodIssue({ message }: Seen): NamedField | null {
  const issues = parseJson(message);
  if (!isArray(issues)) return null;
  for (const issue of issues) {
    const path = isObject(issue) && isArray(issue["path"]) ? issue["path"].filter(isStep) : [];
    if (path.length > 0) return { path: path.join("."), complaint: zodComplaint(issue) };
  }
  return null;
}

function isStep(step: Json): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

function zodComplaint(issue: Json): Complaint {
  const said = textAt(issue, "message") ?? "";
  const received = textAt(issue, "received") ?? /received (\w+)/.exec(said)?.[1];
  switch (textAt(issue, "code")) {
    case "invalid_type":
      return received === "undefined" || said === "Required" ? "missing" : received === "null" ? "null" : "type";
    case "too_small":
      return /at least 1 character|>=1 characters|>=1 items|at least 1 (?:element|item)/i.test(said)
        ? "empty"
        : "invalid";
    case "too_big":
      return "long";
    case "invalid_value":
    case "invalid_enum_value":
    case "invalid_literal":
      return "enumeration";
    default:
      return "invalid";
  }
}

/** `z.prettifyError`: `✖ Invalid input: expected string, received undefined`, and on the next line `→ at details.rideId`. */
function zodPretty({ message }: Seen): NamedField | null {
  const found = /✖ ([^\n]{1,300})\n\s{0,8}→ at ([\w$.[\]"'-]{1,200})/.exec(message);
  if (found === null) return null;
  const [, said = "", path = ""] = found;
  return { path: dotted(path), complaint: zodComplaint({ code: codeIn(said), message: said }) };
}

function codeIn(said: string): string {
  if (/expected \S+, received/.test(said)) return "invalid_type";
  if (/^Too small/i.test(said)) return "too_small";
  if (/^Too big/i.test(said)) return "too_big";
  return /^Invalid option/i.test(said) ? "invalid_value" : "custom";
}

/** `data/details/rideId must be string`, in version 6 `data.details.rideId should be string`. https://ajv.js.org/api.html */
const AJV = /(?:^|[\s:,])(?:data|instance)((?:[/.][\w$-]{1,100}){0,20}) (?:must|should) ([^,\n]{1,200})/;

function ajv({ message }: Seen): NamedField | null {
  const found = AJV.exec(message);
  if (found === null) return null;
  const path = (found[1] ?? "").split(/[/.]/).slice(1);
  const said = found[2] ?? "";
  const missing = /^have required property '([\w$.-]{1,100})'/.exec(said)?.[1];
  if (missing !== undefined) return { path: [...path, missing.replace(/^\./, "")].join("."), complaint: "missing" };
  if (path.length === 0) return null;
  return { path: path.join("."), complaint: ajvComplaint(said) };
}

function ajvComplaint(said: string): Complaint {
  if (/^be (?:string|number|integer|boolean|object|array|null)/.test(said)) return "type";
  if (/^NOT (?:have fewer than 1 |be shorter than 1 )/i.test(said)) return "empty";
  if (/^NOT (?:have more than|be longer than)/i.test(said)) return "long";
  return /^be equal to (?:one of the allowed values|constant)/.test(said) ? "enumeration" : "invalid";
}

/** `"details.rideId" is not allowed to be empty`. https://joi.dev/api/ */
const JOI =
  /"([\w$.[\]-]{1,200})" (is not allowed to be empty|is required|length must be less|must be one of|must be an? |is not allowed|must |length must |contains |fails )/;

function joi({ message }: Seen): NamedField | null {
  const found = JOI.exec(message);
  return found === null
    ? null
    : { path: dotted(found[1] ?? ""), complaint: JOI_COMPLAINTS[found[2] ?? ""] ?? "invalid" };
}

const JOI_COMPLAINTS: Readonly<Record<string, Complaint>> = {
  "is not allowed to be empty": "empty",
  "is required": "missing",
  "length must be less": "long",
  "must be one of": "enumeration",
  "must be a ": "type",
  "must be an ": "type",
};

function dotted(path: string): string {
  return path.replace(/\[["']?([\w$-]+)["']?\]/g, ".$1").replace(/^\./, "");
}

/**
 * Node and what runs on it. The SDK gives its errors the service's own code as their name, and says nothing around their message.
 * https://nodejs.org/api/errors.html, https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/welcome.html
 */
export const javascript: Language = {
  name: "JavaScript",
  wordings: [
    [/\bheap out of memory\b|ERR_WORKER_OUT_OF_MEMORY|invalid array buffer length/i, "memory"],
    [/^Runtime\.(?:ImportModuleError|UserCodeSyntaxError|HandlerNotFound|MalformedHandlerName)\b/, "code", "init"],
    [/\b(?:ENOTFOUND|EAI_AGAIN)\b|\bgetaddrinfo\b/, "dependency", "dns"],
    [
      /\bCERT_|\bDEPTH_ZERO_SELF_SIGNED|\bUNABLE_TO_(?:VERIFY|GET)_|\bERR_TLS_|\bEPROTO\b|self[- ]signed certificate|unable to verify the first certificate|certificate has expired/,
      "dependency",
      "tls",
    ],
    [
      /\b(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)\b|^(?:TimeoutError|ConnectTimeoutError|HeadersTimeoutError|BodyTimeoutError)\b|^AxiosError: timeout of \d|\btimeout of \d+ ?ms exceeded/,
      "timeout",
    ],
    [
      /\b(?:ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET)\b|\bsocket hang up\b|^TypeError: fetch failed|^FetchError: request to /,
      "dependency",
      "connection",
    ],
    [/^CredentialsProviderError\b|Could not load credentials from any providers/, "permission", "credentials"],
    [
      /\b(?:AxiosError|HTTPError|FetchError): [^\n]{0,100}\b(?:status code |code )5\d\d\b/,
      "dependency",
      "server-error",
    ],
    [/\b(?:AxiosError|HTTPError): [^\n]{0,100}\b(?:status code |code )429\b/, "throttled"],
    [/^(?:ZodError|\$ZodError|ZodValidationError|AjvValidationError|JoiValidationError)\b/, "bad-input"],
    [/\b(?:data|instance)(?:[/.][\w$-]{1,100}){0,20} (?:must|should) (?:NOT |be |have |match )/, "bad-input"],
  ],
  field,
  frame,
  // Lambda's own code lies in /var/runtime, layers in /opt. https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
  library: /(?:^|\/)node_modules\/|^node:|^internal\/|^\/opt\/|^\/var\/(?:runtime|lang)\/|^<anonymous>|^native|^wasm:/,
};
