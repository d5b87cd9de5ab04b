import type { Json } from "../../json.ts";
import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";
import { fastjsonschemaField } from "./fastjsonschema.ts";
import type { AwsError, Frame, Language } from "./language.ts";

const FRAME = /^File "([^"]{1,400})", line (\d{1,7})(?:, in ([\w.<>]{1,200}))?/;

function frame(line: string): Frame | null {
  const found = FRAME.exec(line);
  if (found === null) return null;
  const [, file = "", row = "", name = null] = found;
  return { function: name, file, line: Number(row), at: file };
}

/** botocore's ClientError. https://boto3.amazonaws.com/v1/documentation/api/latest/guide/error-handling.html */
const CLIENT_ERROR =
  /An error occurred \((?:\w{1,80}:)?([\w.]{1,100})\) when calling the (\w{1,80}) operation(?: \(reached max retries: \d+\))?: ?/;

function awsError({ message }: Seen): AwsError | null {
  const found = CLIENT_ERROR.exec(message);
  if (found === null) return null;
  const [whole, code = ""] = found;
  return {
    code,
    message: message.slice(found.index + whole.length),
    status: /^\d{3}$/.test(code) ? Number(code) : null,
  };
}

function field(error: Seen): NamedField | null {
  return (
    keyError(error) ??
    pydantic(error) ??
    pydanticOld(error) ??
    jsonschema(error) ??
    fastjsonschemaField(error) ??
    marshmallow(error) ??
    botocore(error)
  );
}

/** `KeyError: 'rideId'` is a type and a message. */
function keyError({ type, message }: Seen): NamedField | null {
  const key = type === "KeyError" ? /^['"]([\w$.-]{1,200})['"]$/.exec(message.trim())?.[1] : undefined;
  return key === undefined ? null : { path: key, complaint: "missing", origin: "guess" };
}

/** The place on a line, and on the next what is wrong with it. https://docs.pydantic.dev/latest/errors/validation_errors/ */
const PYDANTIC =
  /validation errors? for [^\n]{1,200}\n([\w$.[\]-]{1,200})\n\s{1,8}([^\n]{1,300}?) \[type=([\w.]{1,80})(?:, input_value=([^\n]{0,300}), input_type=(\w{1,80}))?\]/;

function pydantic({ message }: Seen): NamedField | null {
  const found = PYDANTIC.exec(message);
  if (found === null) return null;
  const [, path = "", , type = "", shown = "", of = ""] = found;
  const value = type === "missing" ? undefined : plainValue(shown);
  return { path, complaint: pydanticComplaint(type, shown, of), ...(value === undefined ? {} : { value }) };
}

function pydanticComplaint(type: string, shown: string, of: string): Complaint {
  if (type === "missing") return "missing";
  if (of === "NoneType") return "null";
  if (/_too_short$/.test(type)) return shown === "''" || shown === "[]" ? "empty" : "invalid";
  if (/_too_long$/.test(type)) return "long";
  if (type === "enum" || type === "literal_error") return "enumeration";
  return /_type$|_parsing$/.test(type) ? "type" : "invalid";
}

/** Version 1: `details -> rideId`, and on the next line `field required (type=value_error.missing)`. */
const PYDANTIC_OLD =
  /validation errors? for [^\n]{1,200}\n([\w$ >-]{1,200}?)\n\s{1,8}([^\n]{1,300}?) \(type=([\w.]{1,80})/;

function pydanticOld({ message }: Seen): NamedField | null {
  const found = PYDANTIC_OLD.exec(message);
  if (found === null) return null;
  const [, path = "", , type = ""] = found;
  return {
    path: path.split(" -> ").join("."),
    complaint: OLD_COMPLAINTS.find(([said]) => said.test(type))?.[1] ?? "invalid",
  };
}

const OLD_COMPLAINTS: readonly (readonly [RegExp, Complaint])[] = [
  [/\.missing$/, "missing"],
  [/none\.not_allowed$/, "null"],
  [/max_length$/, "long"],
  [/\.enum$|\.const$/, "enumeration"],
  [/^type_error/, "type"],
];

/** What is wrong, and at the end where: `On instance['details']['rideId']:`. https://python-jsonschema.readthedocs.io/en/stable/errors/ */
const JSONSCHEMA =
  /^(['"]?)([^\n]{0,200}?)\1 (is a required property|is too short|should be non-empty|is too long|is not one of|is not of type|does not match|was expected)/;

function jsonschema({ message }: Seen): NamedField | null {
  const found = JSONSCHEMA.exec(message);
  if (found === null) return null;
  const [, quote = "", shown = "", said = ""] = found;
  const instance = /\nOn instance((?:\[[^\]\n]{1,100}\]){0,20}):/.exec(message)?.[1] ?? "";
  const steps = [...instance.matchAll(/\['?([^\]']{1,100})'?\]/g)].map(([, step = ""]) => step);
  if (said === "is a required property") return { path: [...steps, shown].join("."), complaint: "missing" };
  if (steps.length === 0) return null;
  const value = plainValue(`${quote}${shown}${quote}`);
  return { path: steps.join("."), complaint: schemaComplaint(said, shown), ...(value === undefined ? {} : { value }) };
}

function schemaComplaint(said: string, shown: string): Complaint {
  if (said === "is not of type") return shown === "None" ? "null" : "type";
  if (said === "is too short" || said === "should be non-empty")
    return shown === "" || shown === "[]" ? "empty" : "invalid";
  if (said === "is too long") return "long";
  return said === "is not one of" || said === "was expected" ? "enumeration" : "invalid";
}

/** `{'details': {'rideId': ['Missing data for required field.']}}`. https://marshmallow.readthedocs.io/ */
const MARSHMALLOW = /^((?:\{'?[\w$-]{1,100}'?: ){1,10})\["?'?([^\n]{1,200}?)["']\]/;

function marshmallow({ type, message }: Seen): NamedField | null {
  const found = /ValidationError$/.test(type ?? "") ? MARSHMALLOW.exec(message) : null;
  if (found === null) return null;
  const path = [...(found[1] ?? "").matchAll(/[\w$-]+/g)].map(([step]) => step);
  // What is wrong with the whole of something stands under a name of its own.
  if (path.at(-1) === "_schema") return null;
  return {
    path: path.join("."),
    complaint: MARSHMALLOW_SAYS.find(([said]) => said.test(found[2] ?? ""))?.[1] ?? "invalid",
  };
}

const MARSHMALLOW_SAYS: readonly (readonly [RegExp, Complaint])[] = [
  [/^Missing data/, "missing"],
  [/^Field may not be null/, "null"],
  [/^Shorter than minimum length 1\b/, "empty"],
  [/^Longer than maximum/, "long"],
  [/^Must be one of/, "enumeration"],
  [/^Not a valid/, "type"],
];

/** The SDK looks at parameters before it sends them. https://github.com/boto/botocore/blob/develop/botocore/validate.py */
function botocore({ message }: Seen): NamedField | null {
  const missing = /Missing required parameter in ([\w.[\]]{1,200}): "(\w{1,100})"/.exec(message);
  if (missing !== null) {
    const holder = (missing[1] ?? "").replace(/^input\.?/, "").replace(/\[(\d+)\]/g, ".$1");
    return { path: [holder, missing[2]].filter((one) => one !== "").join("."), complaint: "missing" };
  }
  const wrong = /Invalid (type|length|range) for parameter ([\w.[\]-]{1,200}), value: ([^\n]{0,200}?), /.exec(message);
  if (wrong === null) return null;
  const [, what = "", path = "", shown = ""] = wrong;
  const own = { path: path.replace(/\[(\d+)\]/g, ".$1") };
  if (what === "length") return { ...own, complaint: shown === "0" ? "empty" : "invalid" };
  return { ...own, complaint: shown === "None" ? "null" : what === "type" ? "type" : "invalid" };
}

/** A value as Python prints it; undefined where it was cut, or is no plain one. */
function plainValue(shown: string): Json | undefined {
  const text = /^'([^'\\]*)'$/.exec(shown)?.[1] ?? /^"([^"\\]*)"$/.exec(shown)?.[1];
  if (text !== undefined) return text.includes("...") ? undefined : text;
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(shown)) return Number(shown);
  return shown === "None" ? null : shown === "True" ? true : shown === "False" ? false : undefined;
}

/** https://docs.python.org/3/library/exceptions.html, https://boto3.amazonaws.com/v1/documentation/api/latest/guide/error-handling.html */
export const python: Language = {
  name: "Python",
  awsError,
  wordings: [
    [/^MemoryError\b/, "memory"],
    [/^Runtime\.(?:ImportModuleError|UserCodeSyntaxError|HandlerNotFound|MalformedHandlerName)\b/, "code", "init"],
    [
      /\bgaierror\b|Name or service not known|Temporary failure in name resolution|NameResolutionError/,
      "dependency",
      "dns",
    ],
    [/\bSSL(?:Error|CertVerificationError|EOFError)\b|CERTIFICATE_VERIFY_FAILED/, "dependency", "tls"],
    [
      /\b(?:Read|Connect)Timeout(?:Error)?\b|\bRead timed out\b|(?:Read|Connect) timeout on endpoint URL|^(?:asyncio\.)?TimeoutError\b/,
      "timeout",
    ],
    [
      /\bEndpointConnectionError\b|Could not connect to the endpoint URL|\bNewConnectionError\b|\bConnection(?:Refused|Reset|Aborted)Error\b|\bRemoteDisconnected\b|Connection broken|ConnectionClosedError|\bProxy(?:Connection)?Error\b/,
      "dependency",
      "connection",
    ],
    [
      /\b(?:NoCredentialsError|PartialCredentialsError|CredentialRetrievalError)\b|Unable to locate credentials/,
      "permission",
      "credentials",
    ],
    [/\bHTTPError: 5\d\d Server Error\b/, "dependency", "server-error"],
    [/\bHTTPError: 429 Client Error\b/, "throttled"],
    [
      /\b\d+ validation errors? for \w|\bParamValidationError\b|\bJsonSchema(?:Value)?Exception\b|\bSchemaValidationError\b|\bJSONDecodeError\b|^(?:\w+\.)*ValidationError\b/,
      "bad-input",
    ],
    [
      /^(?:KeyError|AttributeError|IndexError|NameError|UnboundLocalError|ZeroDivisionError|RecursionError|AssertionError|IndentationError)\b/,
      "code",
    ],
  ],
  field,
  frame,
  library: /\/(?:site|dist)-packages\/|^\/opt\/|^\/var\/(?:runtime|lang)\/|\/lib\/python\d|^<frozen /,
};
