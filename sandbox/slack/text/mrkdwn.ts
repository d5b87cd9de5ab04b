import { EMOJI } from "./emoji.ts";

/** A piece of a line of Slack's own markup. https://docs.slack.dev/messaging/formatting-message-text */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bold" | "italic" | "strike"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly url: string; readonly label: string | null }
  | { readonly kind: "user" | "channel" | "group"; readonly id: string; readonly label: string | null }
  | { readonly kind: "broadcast"; readonly range: string }
  | {
      readonly kind: "date";
      readonly epochS: number;
      readonly format: string;
      readonly url: string | null;
      readonly fallback: string;
    }
  | { readonly kind: "emoji"; readonly name: string };

export type Passage =
  | { readonly kind: "lines" | "quote"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "preformatted"; readonly content: readonly Inline[] };

/** Parses mrkdwn. Total: whatever is not markup is text. With `verbatim`, bare URLs are left as text. */
export function parseMrkdwn(text: string, { verbatim = false } = {}): Passage[] {
  const passages: Passage[] = [];
  // Every second piece was between two fences; an odd fence at the end closes nothing and stays as text.
  const pieces = text.split("```");
  if (pieces.length % 2 === 0) pieces.push(pieces.splice(-2).join("```"));
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 1) {
      passages.push({ kind: "preformatted", content: preformatted(piece.replace(/^\n/, "").replace(/\n$/, "")) });
    } else {
      const between = piece.replace(index > 0 ? /^\n/ : "", "").replace(index < pieces.length - 1 ? /\n$/ : "", "");
      if (between !== "") passages.push(...lines(between, verbatim));
    }
  }
  return passages;
}

/** `&amp;`, `&lt;` and `&gt;` are the only entities that Slack knows. */
function decodeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function encodeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function lines(text: string, verbatim: boolean): Passage[] {
  const passages: { kind: "lines" | "quote"; lines: Inline[][] }[] = [];
  let quotesTheRest = false;
  for (const line of text.split("\n")) {
    const mark = /^(?:>|&gt;)(?:(?:>|&gt;){2})?/.exec(line)?.[0] ?? "";
    if (mark.length > 0 && mark !== ">" && mark !== "&gt;") quotesTheRest = true;
    const kind = quotesTheRest || mark !== "" ? "quote" : "lines";
    const content = inline(line.slice(mark.length).replace(mark === "" ? "" : /^ /, ""), verbatim);
    const last = passages.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else passages.push({ kind, lines: [content] });
  }
  return passages;
}

/** Stands in the masked line for a node that formatting must not look into: code, a link, a mention, an emoji. */
const MASK = "\uFFFC";

function inline(line: string, verbatim: boolean): Inline[] {
  const { masked, nodes } = mask(line, verbatim);
  return format(masked, nodes.values(), new Set());
}

const ATOM = /`([^`]+)`|<([^<>]+)>|:([a-z0-9_+'-]+):|(https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?)"'])/gi;

function mask(line: string, verbatim: boolean): { masked: string; nodes: Inline[] } {
  const nodes: Inline[] = [];
  let masked = "";
  let done = 0;
  const atom = new RegExp(ATOM);
  for (let match = atom.exec(line); match !== null; match = atom.exec(line)) {
    const node = nodeOf(match, verbatim);
    if (node === null) {
      // Not an atom after all: what looked like its end may begin another (`a:b:fire:`).
      atom.lastIndex = match.index + 1;
      continue;
    }
    masked += textOf(line.slice(done, match.index)) + MASK;
    nodes.push(node);
    done = atom.lastIndex;
  }
  return { masked: masked + textOf(line.slice(done)), nodes };
}

function textOf(raw: string): string {
  return decodeEntities(raw.replaceAll(MASK, "\uFFFD"));
}

function nodeOf([, code, token, emoji, url]: RegExpExecArray, verbatim: boolean): Inline | null {
  if (code !== undefined) return { kind: "code", text: decodeEntities(code) };
  if (token !== undefined) return angle(token);
  if (emoji !== undefined) return Object.hasOwn(EMOJI, emoji) ? { kind: "emoji", name: emoji } : null;
  return verbatim || url === undefined ? null : { kind: "link", url: decodeEntities(url), label: null };
}

/** What stands between < and >. Null when it is none of Slack's forms: a `<javascript:…>` is text. */
function angle(token: string): Inline | null {
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? null : decodeEntities(token.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#[CGD]\w+$/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (/^!(?:here|channel|everyone)$/.test(target)) return { kind: "broadcast", range: target.slice(1) };
  if (/^!subteam\^\w+$/.test(target)) return { kind: "group", id: target.slice("!subteam^".length), label };
  const date = /^!date\^(\d{1,12})\^([^^]+)(?:\^(https?:\/\/.+))?$/.exec(target);
  if (date !== null) {
    const [, epochS = "", format = "", url = null] = date;
    return { kind: "date", epochS: Number(epochS), format: decodeEntities(format), url, fallback: label ?? format };
  }
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(target) ? { kind: "link", url: decodeEntities(target), label } : null;
}

const FORMATS = { "*": "bold", _: "italic", "~": "strike" } as const;
type Marker = keyof typeof FORMATS;

function isMarker(character: string): character is Marker {
  return Object.hasOwn(FORMATS, character);
}

/**
 * Finds *bold*, _italic_ and ~strike~ in a masked line. A marker opens at a word's start and closes at a word's end.
 * A format does not nest in itself, so the recursion is three deep at most.
 */
function format(masked: string, nodes: Iterator<Inline>, open: ReadonlySet<Marker>): Inline[] {
  const out: Inline[] = [];
  const unclosed = new Set<Marker>();
  let text = "";
  const flush = () => {
    if (text !== "") out.push({ kind: "text", text });
    text = "";
  };
  for (let at = 0; at < masked.length; at += 1) {
    const character = masked[at] ?? "";
    if (character === MASK) {
      flush();
      const { value } = nodes.next();
      if (value !== undefined) out.push(value);
      continue;
    }
    if (isMarker(character) && !open.has(character) && !unclosed.has(character) && opens(masked, at)) {
      const end = closing(masked, character, at);
      if (end > 0) {
        flush();
        const children = format(masked.slice(at + 1, end), nodes, new Set([...open, character]));
        out.push({ kind: FORMATS[character], children });
        at = end;
        continue;
      }
      // Whoever opens later finds no end either: remembered, so that a line of asterisks stays linear.
      unclosed.add(character);
    }
    text += character;
  }
  flush();
  return out;
}

function opens(masked: string, at: number): boolean {
  return !/[\p{L}\p{N}]/u.test(masked[at - 1] ?? " ") && !/\s/.test(masked[at + 1] ?? " ");
}

function closing(masked: string, marker: Marker, openedAt: number): number {
  for (let at = masked.indexOf(marker, openedAt + 2); at > 0; at = masked.indexOf(marker, at + 1)) {
    if (!/\s/.test(masked[at - 1] ?? " ") && !/[\p{L}\p{N}]/u.test(masked[at + 1] ?? " ")) return at;
  }
  return -1;
}

/** Between fences only links and mentions are markup. */
function preformatted(text: string): Inline[] {
  return text.split(/(<[^<>\n]+>)/).flatMap((piece): Inline[] => {
    const node = piece.startsWith("<") && piece.endsWith(">") ? angle(piece.slice(1, -1)) : null;
    if (node !== null) return [node];
    return piece === "" ? [] : [{ kind: "text", text: decodeEntities(piece) }];
  });
}
