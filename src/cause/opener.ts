import { gunzipSync } from "node:zlib";
import { isArray, isObject, type Json, type JsonObject, parseJson } from "../json.ts";

/** JSON in a string in base64 of gzip: more is put around nothing. */
const MOST_COATS = 6;
const LEAST_BASE64 = 8;
/** So much a whole payload may unpack to: a few bytes can stand for gigabytes. */
const MOST_UNPACKED = 8_000_000;
const MOST_LINES = 20_000;
const MOST_PAIRS = 1000;

/** What has columns, tags, pairs or blocks; a sentence has none of it, nor has an address without a query, a time or an ARN. */
const STRUCTURE = /[{}[\]<>=&|\t\n"\uFFFD]|:(?!\/\/|\d)|[,;](?! )/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const LEAST_OPAQUE = 16;

/** Takes off what texts of one payload are wrapped in, and knows whether something is left that nobody can look into. */
export class Opener {
  #left = MOST_UNPACKED;
  #gaveUp = false;

  /** Something that was carried is neither a plain value nor anything that could be opened. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /** JSON text, also on lines of its own or in strings, base64 of it, and DynamoDB's typed values become what they say. `carried`: by an envelope. */
  open(value: Json, carried: boolean): Json {
    if (typeof value === "string") return this.#text(value, carried);
    return isObject(value) ? this.#untyped(value, carried) : value;
  }

  #text(text: string, carried: boolean): Json {
    let here = text;
    for (let coat = 0; coat < MOST_COATS; coat++) {
      const found = parseJson(here) ?? lines(here) ?? (carried ? form(here) : undefined);
      if (found !== undefined) return found;
      const next = quoted(here) ?? this.#decoded(here, carried);
      if (next === null) break;
      here = next;
    }
    if (carried && isOpaque(here)) this.#gaveUp = true;
    return text;
  }

  /** Base64 of text, where it is likely some; of anything that is packed only what an envelope carries. */
  #decoded(text: string, carried: boolean): string | null {
    if (text.length < LEAST_BASE64 || text.length % 4 !== 0 || !BASE64.test(text)) return null;
    const head = Buffer.from(text.slice(0, 64), "base64");
    if (head[0] === 0x1f && head[1] === 0x8b) return carried ? this.#unpacked(text) : null;
    if (!carried && !/^[\s\uFEFF]*[[{]/.test(head.toString("utf8")) && head.toString("utf8").trim() !== "") return null;
    return plain(Buffer.from(text, "base64"));
  }

  #unpacked(text: string): string | null {
    if (this.#left === 0) return null;
    try {
      const bytes = gunzipSync(Buffer.from(text, "base64"), { maxOutputLength: this.#left });
      this.#left -= Math.min(this.#left, bytes.length);
      return plain(bytes);
    } catch {
      // What went beyond the bound was unpacked up to it.
      this.#left = Math.floor(this.#left / 2);
      return null;
    }
  }

  /** `{"S": ""}` is `""`. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
  #untyped(value: JsonObject, carried: boolean): Json {
    const [only, ...others] = Object.entries(value);
    if (only === undefined || others.length > 0) return value;
    const [type, inner] = only;
    switch (type) {
      case "S":
        return typeof inner === "string" ? this.#text(inner, carried) : value;
      case "N":
        return typeof inner === "string" && inner.trim() !== "" && Number.isFinite(Number(inner))
          ? Number(inner)
          : value;
      case "BOOL":
        return typeof inner === "boolean" ? inner : value;
      case "NULL":
        return inner === true ? null : value;
      case "M":
        return isObject(inner) ? inner : value;
      case "L":
        return isArray(inner) ? inner : value;
      default:
        return value;
    }
  }
}

/** Null: it is no text. */
function plain(bytes: Buffer): string | null {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  return text.includes("\uFFFD") || text.includes("\0") ? null : text;
}

/** A JSON text that is a string, and may hold JSON in turn. */
function quoted(text: string): string | null {
  if (!/^\s*"/.test(text) || !/"\s*$/.test(text)) return null;
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "string" ? found : null;
  } catch {
    return null;
  }
}

/** One JSON on each line. https://github.com/ndjson/ndjson-spec */
function lines(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text) || !text.includes("\n")) return undefined;
  const found: Json[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const one = found.length < MOST_LINES ? parseJson(line) : undefined;
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found;
}

/** What a browser's form sends. https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
function form(text: string): Json | undefined {
  const pairs = text.trim().split("&", MOST_PAIRS + 1);
  if (pairs.length > MOST_PAIRS || !pairs.every((pair) => /^[A-Za-z_][\w.%+[\]-]{0,200}=[^=\s{}<>"]*$/.test(pair)))
    return undefined;
  // Padded base64 of anything else looks like a name without a value.
  if (pairs.length === 1 && text.length >= LEAST_BASE64 && text.length % 4 === 0 && BASE64.test(text)) return undefined;
  const values = Map.groupBy(new URLSearchParams(text.trim()), ([name]) => name);
  return Object.fromEntries(
    [...values].map(([name, all]): [string, Json] => {
      const said = all.map(([, value]) => value);
      return [name, said.length === 1 ? (said[0] ?? "") : said];
    }),
  );
}

function isOpaque(text: string): boolean {
  const said = text.trim();
  if (/^arn:\S{1,2000}$/.test(said)) return false;
  if (STRUCTURE.test(said)) return true;
  const packed = said.length >= LEAST_OPAQUE && said.length % 4 === 0 && BASE64.test(said) && /[A-Z0-9+/=]/.test(said);
  return packed && !/^[0-9a-f]{1,64}$/i.test(said);
}
