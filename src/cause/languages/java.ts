import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";
import type { AwsError, Frame, Language } from "./language.ts";

/** `at com.shop.Handler.handle(Handler.java:12)`, in runtimes' JSON without `at`, and with a module before a slash. */
const FRAME =
  /^(?:at )?(?:[\w.@-]{0,100}\/{1,2}){0,2}((?:[\w$]{1,100}\.){1,20})([\w$<>-]{1,200})\((?:([\w$]{1,100}\.(?:java|kt|scala|groovy)):?(\d{1,7})?|Native Method|Unknown Source)\)/;

function frame(line: string): Frame | null {
  const found = FRAME.exec(line);
  if (found === null) return null;
  const [, owner = "", name = "", file, row] = found;
  const type = owner.slice(0, -1);
  return { function: `${type}.${name}`, file: file ?? type, line: row === undefined ? null : Number(row), at: type };
}

/** Both SDKs end a service's message in brackets: version 1 with its code, version 2 where the class has the name. */
const SERVICE_ERROR =
  /^([^\n]{0,2000}?) ?\(Service: [\w ]{1,80}[;,] Status Code: (\d{3})(?:[;,] Error Code: ([\w.]{1,100}))?/;

function awsError({ type, message }: Seen): AwsError | null {
  const found = SERVICE_ERROR.exec(message);
  if (found === null) return null;
  const [, said = "", status = "", code] = found;
  // What wraps an exception without words of its own has its class and its words for a message.
  const wrapped = /^(?:[a-z][\w$]{0,60}\.){1,12}([A-Z][\w$]{1,100}): /.exec(said);
  const name = wrapped?.[1] ?? type?.split(/[.$]/).at(-1) ?? "";
  return { code: code ?? name, message: said.slice(wrapped?.[0].length ?? 0), status: Number(status) };
}

function field(error: Seen): NamedField | null {
  return springField(error) ?? schema(error) ?? violation(error) ?? jackson(error) ?? nullPointer(error);
}

/** Jakarta Validation: `create.ride.details.rideId: must not be blank`. https://jakarta.ee/specifications/bean-validation/ */
const VIOLATION =
  /(?:^|[\s,])([A-Za-z_$][\w$.[\]]{0,200}): (must not be (?:blank|empty|null)|size must be between|length must be between|must be (?:any|one) of|must match |must be )/;

function violation({ message }: Seen): NamedField | null {
  const found = VIOLATION.exec(message);
  if (found === null) return null;
  return { path: (found[1] ?? "").replace(/\[(\d+)\]/g, ".$1"), complaint: VIOLATIONS[found[2] ?? ""] ?? "invalid" };
}

const VIOLATIONS: Readonly<Record<string, Complaint>> = {
  "must not be blank": "empty",
  "must not be empty": "empty",
  "must not be null": "null",
  "must be any of": "enumeration",
  "must be one of": "enumeration",
};

/** Spring: `Field error in object 'ride' on field 'rideId': rejected value []; codes [NotBlank.ride.rideId,…`. */
const SPRING =
  /Field error in object '[\w$]{1,100}' on field '([\w$.[\]]{1,200})': rejected value \[[^\n]{0,300}?\]; codes \[(\w{1,60})/;

function springField({ message }: Seen): NamedField | null {
  const found = SPRING.exec(message);
  if (found === null) return null;
  return { path: (found[1] ?? "").replace(/\[(\d+)\]/g, ".$1"), complaint: CODES[found[2] ?? ""] ?? "invalid" };
}

const CODES: Readonly<Record<string, Complaint>> = {
  NotBlank: "empty",
  NotEmpty: "empty",
  NotNull: "null",
  typeMismatch: "type",
};

/** networknt: `$.details.rideId: is missing but it is required`, `$.fare: string found, number expected`. https://github.com/networknt/json-schema-validator */
const SCHEMA =
  /\$\.([\w$.[\]-]{1,200}): (is missing but it is required|null found|\w{1,20} found, [\w, |[\]]{1,60} expected|does not have a value in the enumeration|must be at least 1 characters|must be at most|may only be)/;

function schema({ message }: Seen): NamedField | null {
  const found = SCHEMA.exec(message);
  if (found === null) return null;
  const [, path = "", said = ""] = found;
  const complaint = SCHEMA_SAYS.find(([words]) => words.test(said))?.[1] ?? "invalid";
  return { path: path.replace(/\[(\d+)\]/g, ".$1"), complaint };
}

const SCHEMA_SAYS: readonly (readonly [RegExp, Complaint])[] = [
  [/^is missing/, "missing"],
  [/^null found/, "null"],
  [/ expected$/, "type"],
  [/enumeration$/, "enumeration"],
  [/at least 1/, "empty"],
  [/at most|only be/, "long"],
];

/** Jackson names the way to the field: `(through reference chain: com.shop.Order["lines"]->java.util.ArrayList[0]->com.shop.Line["price"])`. */
function jackson({ message }: Seen): NamedField | null {
  const absent = /(?:Missing required creator property|Null value for creator property) '([\w$]{1,100})'/.exec(message);
  const chain = /\(through reference chain: ([^)\n]{1,600})\)?/.exec(message)?.[1];
  const steps = [...(chain ?? "").matchAll(/\[(?:"([^"\]]{1,100})"|(\d{1,9}))\]/g)].map(
    ([, name, index]) => name ?? index ?? "",
  );
  if (absent !== null) {
    const name = absent[1] ?? "";
    return {
      path: (steps.at(-1) === name ? steps : [...steps, name]).join("."),
      complaint: absent[0].startsWith("Null") ? "null" : "missing",
    };
  }
  if (steps.length === 0) return null;
  const complaint = /not one of the values accepted for Enum/.test(message)
    ? "enumeration"
    : /Cannot (?:deserialize|construct|coerce)/.test(message)
      ? "type"
      : "invalid";
  return { path: steps.join("."), complaint };
}

/** `because "order.rideId" is null`, `because the return value of "com.shop.Order.getRideId()" is null`. https://openjdk.org/jeps/358 */
function nullPointer({ message }: Seen): NamedField | null {
  const said = /because (the return value of )?"([^"\n]{1,300})" is null/.exec(message);
  if (said === null) return null;
  const names = (said[2] ?? "").replace(/\([^)]*\)$/, "").split(".");
  const last = names.at(-1) ?? "";
  const name = /^(?:get|is)([A-Z]\w*)$/.exec(last)?.[1];
  const path = name === undefined ? last : `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return /^[A-Za-z_$][\w$]*$/.test(path) && (said[1] === undefined || name !== undefined)
    ? { path, complaint: "missing", origin: "guess" }
    : null;
}

/** https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/handling-exceptions.html */
export const java: Language = {
  name: "Java",
  awsError,
  wordings: [
    [/\bOutOfMemoryError\b/, "memory"],
    [
      /\b(?:ClassNotFoundException|NoClassDefFoundError|ExceptionInInitializerError|NoSuchMethodError)\b/,
      "code",
      "init",
    ],
    [/\bUnknownHostException\b/, "dependency", "dns"],
    [
      /\bSSL(?:Handshake|PeerUnverified|Protocol)?Exception\b|PKIX path building failed|CertificateException/,
      "dependency",
      "tls",
    ],
    [
      /\bApiCall(?:Attempt)?TimeoutException\b|\b(?:SocketTimeout|HttpTimeout|Timeout|ConnectTimeout)Exception\b|Client execution did not complete before the specified timeout|\bconnect timed out\b|Acquire operation took longer than/i,
      "timeout",
    ],
    [
      /\bConnectException\b|\bNoRouteToHostException\b|\bSocketException\b|\bNoHttpResponseException\b|Unable to execute HTTP request/,
      "dependency",
      "connection",
    ],
    [/Unable to load credentials from any of the providers/, "permission", "credentials"],
    [
      /\b(?:ConstraintViolation|MethodArgumentNotValid|MismatchedInput|InvalidFormat|ValueInstantiation|UnrecognizedProperty|JsonParse|NumberFormat|DateTimeParse)Exception\b/,
      "bad-input",
    ],
    [
      /\b(?:NullPointer|ClassCast|IllegalState|ArrayIndexOutOfBounds|StringIndexOutOfBounds|IndexOutOfBounds|Arithmetic|NoSuchElement|ConcurrentModification|UnsupportedOperation)Exception\b|\bStackOverflowError\b/,
      "code",
    ],
  ],
  field,
  frame,
  library:
    /^(?:java|javax|jakarta|jdk|sun|com\.sun|com\.amazonaws|software\.amazon|lambdainternal|kotlin|kotlinx|scala|groovy|org\.(?:springframework|apache|hibernate|slf4j|junit|jboss|eclipse|reactivestreams|postgresql)|io\.(?:netty|micronaut|quarkus|projectreactor|vertx|grpc|opentelemetry)|reactor|com\.(?:fasterxml|google|mysql|zaxxer)|okhttp3|okio|feign|lombok)\./,
};
