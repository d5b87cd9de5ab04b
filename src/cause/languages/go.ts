import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";
import type { AwsError, Frame, Language } from "./language.ts";

/** A frame as the runtime's JSON has it, `{path, line, label}`, and as a panic prints it. */
const FRAME = /^at (?:([\w./*()[\]@~-]{1,300}) )?\(([^()\s]{1,400}\.go):(\d{1,7})\)$/;
const PRINTED = /^([^\s:]{1,400}\.go):(\d{1,7})(?: \+0x[0-9a-f]+)?$/;

function frame(line: string): Frame | null {
  const found = FRAME.exec(line);
  if (found !== null) {
    const [, name = null, file = "", row = ""] = found;
    return { function: name, file, line: Number(row), at: file };
  }
  const printed = PRINTED.exec(line);
  return printed === null
    ? null
    : { function: null, file: printed[1] ?? "", line: Number(printed[2]), at: printed[1] ?? "" };
}

/**
 * `operation error DynamoDB: PutItem, exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: …,
 * api error ThrottlingException: …`; an error that the SDK knows by a type of its own stands there by that name alone.
 * https://docs.aws.amazon.com/sdk-for-go/v2/developer-guide/handle-errors.html
 */
const OPERATION_ERROR =
  /operation error [\w ]{1,80}: \w{1,80}, [^\n]{0,300}?StatusCode: (\d{1,3}), RequestID: [\w-]{0,100}(?:, HostID: [\w+/=-]{0,200})?, (?:api error )?([\w.]{1,100}): ?/;

function awsError({ message }: Seen): AwsError | null {
  const found = OPERATION_ERROR.exec(message);
  if (found === null) return null;
  const [whole, status = "", code = ""] = found;
  return { code, message: message.slice(found.index + whole.length), status: Number(status) };
}

function field(error: Seen): NamedField | null {
  return unmarshalled(error) ?? validated(error) ?? schema(error);
}

/** `json: cannot unmarshal number into Go struct field Ride.details.rideId of type string`. https://pkg.go.dev/encoding/json#UnmarshalTypeError */
function unmarshalled({ message }: Seen): NamedField | null {
  const path = /cannot unmarshal \w{1,40}(?: [^\s]{1,80})? into Go struct field ([\w.]{1,200}) of type/.exec(
    message,
  )?.[1];
  const names = path?.split(".").slice(1) ?? [];
  return names.length === 0 ? null : { path: names.join("."), complaint: "type" };
}

/** `Key: 'Ride.Details.RideID' Error:Field validation for 'RideID' failed on the 'required' tag`. https://pkg.go.dev/github.com/go-playground/validator/v10 */
function validated({ message }: Seen): NamedField | null {
  const found =
    /Key: '([\w.[\]]{1,200})' Error:Field validation for '\w{1,100}' failed on the '([\w|]{1,80})' tag/.exec(message);
  if (found === null) return null;
  const names = (found[1] ?? "").replace(/\[(\d+)\]/g, ".$1").split(".");
  return { path: (names.length > 1 ? names.slice(1) : names).join("."), complaint: TAGS[found[2] ?? ""] ?? "invalid" };
}

/** `details: rideId is required`, `fare: Invalid type. Expected: number, given: null`. https://github.com/xeipuuv/gojsonschema */
const SCHEMA =
  /(?:^|[\s-])(\(root\)|[\w$.-]{1,200}): (?:([\w$-]{1,100}) is required|Invalid type\. Expected: [\w/ ]{1,60}, given: (\w{1,20}))/;

function schema({ message }: Seen): NamedField | null {
  const found = SCHEMA.exec(message);
  if (found === null) return null;
  const [, place = "", missing, given] = found;
  const holder = place === "(root)" ? [] : [place];
  if (missing !== undefined)
    return place === missing ? null : { path: [...holder, missing].join("."), complaint: "missing" };
  return holder.length === 0 ? null : { path: place, complaint: given === "null" ? "null" : "type" };
}

const TAGS: Readonly<Record<string, Complaint>> = {
  required: "missing",
  oneof: "enumeration",
  max: "long",
  len: "invalid",
};

/** https://docs.aws.amazon.com/lambda/latest/dg/golang-exceptions.html, https://pkg.go.dev/net */
export const go: Language = {
  name: "Go",
  awsError,
  wordings: [
    [/fatal error: runtime: out of memory|cannot allocate memory/, "memory"],
    [/\bno such host\b|\blookup \S{1,200}: (?:server misbehaving|i\/o timeout)/, "dependency", "dns"],
    [/\bx509: |\btls: (?:failed|handshake|bad)/, "dependency", "tls"],
    [
      /\bcontext deadline exceeded\b|\bi\/o timeout\b|Client\.Timeout exceeded|net\/http: (?:request canceled|TLS handshake timeout)/,
      "timeout",
    ],
    [
      /\bdial (?:tcp|udp)\b[^\n]{0,200}\bconnect: |\bconnection (?:refused|reset by peer)\b|\bbroken pipe\b|: EOF$/,
      "dependency",
      "connection",
    ],
    [/failed to (?:refresh cached|retrieve) credentials|no EC2 IMDS role found/, "permission", "credentials"],
    [
      /\bjson: cannot unmarshal\b|\bField validation for '|\bstrconv\.\w{1,30}: parsing |\binvalid character '[^\n]{1,10}' (?:looking for|after|in (?:literal|string|numeric))|unexpected end of JSON input/,
      "bad-input",
    ],
    [
      /\binvalid memory address or nil pointer dereference\b|\bindex out of range \[|\bslice bounds out of range\b|\bassignment to entry in nil map\b|\binterface conversion: |\binteger divide by zero\b/,
      "code",
    ],
    // Its retries were used up by calls that failed before: of what, this error alone does not say.
    [/failed to get rate limit token\b|\bretry quota exceeded\b/, "dependency"],
  ],
  field,
  frame,
  library:
    /@v\d|\/pkg\/mod\/|\/go\/src\/|(?:^|\/)vendor\/|^(?:runtime|net|reflect|encoding|context|sync|os|io|fmt|bufio|crypto|database|errors|strings|time)\//,
};
