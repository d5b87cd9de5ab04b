import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";

type Reader = (error: Seen) => NamedField | null;

/** The field that joi, yup, class-validator, superstruct or mongoose complains of. */
export function fieldInWords(error: Seen): NamedField | null {
  for (const read of READERS) {
    const found = read(error);
    if (found !== null) return found;
  }
  return null;
}

/** `"details.rideId" is not allowed to be empty`. https://joi.dev/api/ */
const JOI =
  /"([\w$.[\]-]{1,200})" (is not allowed to be empty|is required|length must be less|must be one of|must be an? |is not allowed|must |length must |contains |fails )/;

function joi({ message }: Seen): NamedField | null {
  const found = JOI.exec(message);
  return found === null ? null : named(found[1], JOI_COMPLAINTS[found[2] ?? ""] ?? "invalid");
}

const JOI_COMPLAINTS: Readonly<Record<string, Complaint>> = {
  "is not allowed to be empty": "empty",
  "is required": "missing",
  "length must be less": "long",
  "must be one of": "enumeration",
  "must be a ": "type",
  "must be an ": "type",
};

/** ``lines[0].sku must be a `string` type, but the final value was: `null`.`` https://github.com/jquense/yup */
const YUP =
  /(?:^|[\s:])([\w$.[\]-]{1,200}) must be (?:an? `\w{1,40}` type, but the final value was: `?(\w{0,40})|at (least 1|most \d{1,9}) characters)/;

function yup({ message }: Seen): NamedField | null {
  const found = YUP.exec(message);
  if (found === null || found[1] === "this") return null;
  const [, path, value, length] = found;
  if (length !== undefined) return named(path, length.startsWith("least") ? "empty" : "long");
  return named(path, value === "null" ? "null" : value === "undefined" ? "missing" : "type");
}

/** ` - property rideId has failed the following constraints: isNotEmpty, isString`. https://github.com/typestack/class-validator */
const CLASS_VALIDATOR = /property ([\w$.[\]-]{1,200}) has failed the following constraints: (\w{1,60})/;

function classValidator({ message }: Seen): NamedField | null {
  const found = CLASS_VALIDATOR.exec(message);
  return found === null ? null : named(found[1], CONSTRAINTS[found[2] ?? ""] ?? "invalid");
}

const CONSTRAINTS: Readonly<Record<string, Complaint>> = {
  isNotEmpty: "empty",
  arrayNotEmpty: "empty",
  isDefined: "missing",
  isString: "type",
  isNumber: "type",
  isInt: "type",
  isBoolean: "type",
  isArray: "type",
  isObject: "type",
  isEnum: "enumeration",
  isIn: "enumeration",
  maxLength: "long",
  isLength: "invalid",
};

/** `At path: details.rideId -- Expected a string, but received: undefined`. https://docs.superstructjs.org/ */
const SUPERSTRUCT = /At path: ([\w$.-]{1,200}) -- Expected ([^\n]{1,200}?),? but received:? `?(\w{0,40})/;

function superstruct({ message }: Seen): NamedField | null {
  const found = SUPERSTRUCT.exec(message);
  if (found === null) return null;
  const [, path, expected = "", received] = found;
  if (received === "undefined") return named(path, "missing");
  if (received === "null") return named(path, "null");
  if (/one of `|the literal/.test(expected)) return named(path, "enumeration");
  return named(path, /^an? (?:string|number|integer|boolean|array|object|date)$/.test(expected) ? "type" : "invalid");
}

/** `Cast to ObjectId failed for value "x" (type string) at path "_id" for model "Ride"`. https://mongoosejs.com/docs/validation.html */
const CAST = /Cast to \w{1,60} failed for value [^\n]{1,300}? at path "([\w$.]{1,200})"/;

function mongoose({ message }: Seen): NamedField | null {
  const found = CAST.exec(message);
  return found === null ? null : named(found[1], "type");
}

const READERS: readonly Reader[] = [yup, classValidator, superstruct, mongoose, joi];

function named(path: string | undefined, complaint: Complaint): NamedField {
  return { path: (path ?? "").replace(/\[["']?([\w$-]+)["']?\]/g, ".$1").replace(/^\./, ""), complaint };
}
