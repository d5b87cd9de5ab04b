import { h, link } from "./dom.ts";

/**
 * A markdown block's standard Markdown, drawn: headings, lists, quotes, fenced code, rules, and emphasis, code and
 * links in a line. Tables, nested lists and inline HTML are shown as they are written.
 */
export function markdownView(text: string): HTMLElement {
  const view = h("div", { class: "markdown" });
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const { element, taken } = blockAt(lines, at);
    if (element !== null) view.append(element);
    at += taken;
  }
  return view;
}

interface Taken {
  readonly element: HTMLElement | null;
  /** How many lines it took. */
  readonly taken: number;
}

function blockAt(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? "";
  if (line.trim() === "") return { element: null, taken: 1 };
  const fence = /^\s*(```|~~~)/.exec(line)?.[1];
  if (fence !== undefined) return fenced(lines, at, fence);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading !== null) {
    const [, marks = "#", title = ""] = heading;
    // A message is no document: its headings stay below the page's own.
    return {
      element: h("div", { class: "heading", role: "heading", "aria-level": marks.length + 2 }, ...inline(title)),
      taken: 1,
    };
  }
  if (/^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/.test(line)) return { element: h("hr"), taken: 1 };
  return (
    run(lines, at, /^>\s?(.*)$/, (items) =>
      h("blockquote", {}, ...items.map((item) => h("div", {}, ...inline(item)))),
    ) ??
    run(lines, at, /^\s*[-*+]\s+(.*)$/, (items) => h("ul", {}, ...items.map((item) => h("li", {}, ...inline(item))))) ??
    run(lines, at, /^\s*\d+[.)]\s+(.*)$/, (items) =>
      h("ol", {}, ...items.map((item) => h("li", {}, ...inline(item)))),
    ) ?? { element: h("p", {}, ...inline(line)), taken: 1 }
  );
}

function fenced(lines: readonly string[], at: number, fence: string): Taken {
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(fence));
  const last = end < 0 ? lines.length : end;
  return { element: h("pre", {}, lines.slice(at + 1, last).join("\n")), taken: last - at + 1 };
}

/** The lines from `at` on that all have the form, as one element. */
function run(lines: readonly string[], at: number, form: RegExp, draw: (items: string[]) => HTMLElement): Taken | null {
  const items: string[] = [];
  for (let next = at; next < lines.length; next += 1) {
    const item = form.exec(lines[next] ?? "")?.[1];
    if (item === undefined) break;
    items.push(item);
  }
  return items.length === 0 ? null : { element: draw(items), taken: items.length };
}

const SPAN =
  /`([^`]+)`|\[([^\]]+)\]\(([^()\s]+)\)|\*\*([^*]+)\*\*|__([^_]+)__|~~([^~]+)~~|\*([^*\s][^*]*)\*|\b_([^_]+)_\b|(https?:\/\/[^\s<>]*[^\s<>.,;:!?)])/g;

function inline(text: string): Node[] {
  const out: Node[] = [];
  let done = 0;
  for (const match of text.matchAll(SPAN)) {
    out.push(document.createTextNode(text.slice(done, match.index)), spanView(match));
    done = match.index + match[0].length;
  }
  out.push(document.createTextNode(text.slice(done)));
  return out;
}

function spanView([, code, label, url, strong, strong2, strike, em, em2, bare]: RegExpExecArray): Node {
  if (code !== undefined) return h("code", {}, code);
  if (label !== undefined && url !== undefined) return link(url, label);
  if (strike !== undefined) return h("s", {}, strike);
  if (strong !== undefined || strong2 !== undefined) return h("strong", {}, strong ?? strong2);
  if (em !== undefined || em2 !== undefined) return h("em", {}, em ?? em2);
  return link(bare ?? "", bare);
}
