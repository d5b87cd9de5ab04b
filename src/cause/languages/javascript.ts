import type { Seen } from "../../record.ts";
import type { NamedField } from "../named-field.ts";
import { ajvField } from "./ajv.ts";
import { fieldInWords } from "./javascript-fields.ts";
import type { Frame, Language } from "./language.ts";
import { zodField } from "./zod.ts";

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
  return zodField(error) ?? ajvField(error) ?? fieldInWords(error);
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
      /\bCERT_|\bDEPTH_ZERO_SELF_SIGNED|\bUNABLE_TO_(?:VERIFY|GET)_|\bERR_TLS_|\bEPROTO\b|self[- ]signed certificate|unable to verify the first certificate/,
      "dependency",
      "tls",
    ],
    [
      /\b(?:ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)\b|^(?:TimeoutError|ConnectTimeoutError|HeadersTimeoutError|BodyTimeoutError)\b|^AxiosError: timeout of \d|\btimeout of \d+ ?ms exceeded/,
      "timeout",
    ],
    [
      /\b(?:ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR_SOCKET)\b|\bsocket hang up\b|\bother side closed$|^AxiosError: Network Error|^TypeError: fetch failed|^FetchError: request to /,
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
    [/\bremoveUndefinedValues=true\b/, "bad-input"],
    // What was to be read as JSON is no JSON: nothing in the code's own grammar is.
    [
      /^SyntaxError: [^\n]{0,300}(?:\bin JSON\b|JSON input|is not valid JSON)|^(?:CastError|StructError|ValiError): /,
      "bad-input",
    ],
    [/"(?:instancePath|dataPath)"\s{0,9}:\s{0,9}"/, "bad-input"],
  ],
  field,
  frame,
  // Lambda's own code lies in /var/runtime, layers in /opt. https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
  library: /(?:^|\/)node_modules\/|^node:|^internal\/|^\/opt\/|^\/var\/(?:runtime|lang)\/|^<anonymous>|^native|^wasm:/,
};
