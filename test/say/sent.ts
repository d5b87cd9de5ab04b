import type { KnownBlock, ModalView } from "@slack/types";
import type { Words } from "../../src/say/words.ts";
import { limitProblems } from "./limit-problems.ts";
import { begunIn, type MarkedTexts, saysHowMany, silentlyCutIn } from "./marked-texts.ts";

/** Something that the bot sends: a message, a window, blocks of either, or a plain text. */
export interface Sent {
  readonly what: string;
  readonly is: Words | ModalView | readonly KnownBlock[] | string;
  /** The lists of which it shows the items, or some of them and how many there are. */
  readonly lists?: readonly string[];
}

/** Everything that is wrong with what is sent, each with where it stands. Nothing: Slack takes it, and it is honest. */
export function problemsIn({ what, is, lists = [] }: Sent, texts: MarkedTexts | null): string[] {
  const found = [...limitProblems(is)];
  const leaves = textsIn(is);
  // What stands on another page is not cut, where it is said which page this is, or of how many lines some are shown.
  const isPaged = leaves.some(({ text }) => /\bpage \d+ of \d+\b|\bstands in [\d,]+ lines?\b/.test(text));
  for (const leaf of leaves) {
    const cut = isPaged && leaf.kind === "plain" ? [] : cutProblems(leaf);
    found.push(...[...textProblems(leaf), ...cut].map((problem) => `${leaf.pointer}: ${problem}`));
  }
  if (texts !== null) {
    // A picture is read by itself; what a lock screen shows is one line, and names what matters most.
    const pictures = leaves.filter(({ kind }) => kind === "picture").map(({ text }) => [text]);
    const read = leaves.filter(({ kind, pointer }) => (kind === "plain" || kind === "mrkdwn") && pointer !== "/text");
    const together = read.map(({ text }) => text);
    for (const name of lists) {
      for (const shown of [together, ...pictures]) {
        const problem = listProblem(shown, texts.lists.get(name) ?? []);
        if (problem !== null) found.push(`of the ${name} ${problem}`);
      }
    }
  }
  return found.map((problem) => `${what}: ${problem}`);
}

interface Leaf {
  readonly pointer: string;
  readonly text: string;
  /** `plain`, and of a `picture`: no markup is read in it. `carried`: nobody sees it, and it comes back with a press. */
  readonly kind: "mrkdwn" | "plain" | "picture" | "carried";
  /** Whether Slack makes links of addresses and names in it by itself. */
  readonly linkified: boolean;
}

/** What is carried to and fro, and looked for by its id. */
const CARRIED: ReadonlySet<string> = new Set(["value", "private_metadata", "action_id", "block_id"]);

function textsIn(is: Sent["is"]): Leaf[] {
  if (typeof is === "string") return [{ pointer: "", text: is, kind: "plain", linkified: false }];
  const leaves: Leaf[] = [];
  const open: { readonly value: object; readonly pointer: string }[] = [{ value: is, pointer: "" }];
  for (const { value, pointer } of open) {
    for (const [name, inner] of Object.entries(value)) {
      const at = `${pointer}/${name}`;
      if (typeof inner === "object" && inner !== null) open.push({ value: inner, pointer: at });
      else if (typeof inner === "string") leaves.push(...leafOf(value, name, inner, at));
    }
  }
  return leaves;
}

function leafOf(holder: object, name: string, text: string, pointer: string): Leaf[] {
  const ofMessage = pointer === "/text";
  const mrkdwn = ofMessage || ("type" in holder && holder.type === "mrkdwn");
  const linkified = mrkdwn && !ofMessage && !("verbatim" in holder && holder.verbatim === true);
  if (name === "text") return [{ pointer, text, kind: mrkdwn ? "mrkdwn" : "plain", linkified }];
  if (name === "alt_text") return [{ pointer, text, kind: "picture", linkified: false }];
  return CARRIED.has(name) ? [{ pointer, text, kind: "carried", linkified: false }] : [];
}

/** The bot's own: a moment, people whom it knows by their ids, and links whose address has nothing of a text in it. */
const OWN = [
  /<!date\^\d{9,}\^[^<>|^]*\|[^<>|]*>/g,
  /<@UOWN\w*>/g,
  /<!subteam\^SOWN\w*>/g,
  /<https?:\/\/(?![^|>]*evil)[^<>|\s]+\|[^<>]*>/g,
];
/** Embeddings, overrides, and isolates of a given direction: the bot itself uses none but the isolate that finds its own. */
const TURNS = /[\u202a-\u202e\u2066\u2067]/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

function cutProblems({ text, kind }: Leaf): string[] {
  if (kind !== "carried")
    return silentlyCutIn(text).map((number) => `text ${number} is cut, and nothing says so: ${around(text, number)}`);
  const half = [...begunIn(text)].filter((number) => !text.includes(`z${number}end`));
  return half.length === 0 ? [] : [`half of what it carries: ${shownOf(text)}`];
}

function textProblems({ text, kind, linkified }: Leaf): string[] {
  const found = text.isWellFormed() ? [] : ["a lone surrogate"];
  if (kind === "carried") return found;
  if (TURNS.test(text)) found.push(`a sign that turns the text around it: ${shownOf(text)}`);
  if (kind !== "mrkdwn") return found;
  if (linkified) found.push("not verbatim: Slack makes links of what looks like an address or a name");
  const foreign = OWN.reduce((rest, own) => rest.replace(own, ""), text);
  if (/[<>]/.test(foreign)) found.push(`a mention, a link or a date: ${/.{0,40}[<>].{0,60}/.exec(foreign)?.[0]}`);
  if (/```/.test(text)) found.push("a code fence");
  for (const line of text.split("\n")) found.push(...lineProblems(line));
  return found;
}

/** A line of a mrkdwn text. What stands between word joiners begins and ends no format. */
function lineProblems(line: string): string[] {
  const found: string[] = [];
  if ((line.replaceAll(/\u2060[*_~`]\u2060/g, "").match(/`/g)?.length ?? 0) % 2 !== 0)
    found.push(`a code span that does not end: ${shownOf(line)}`);
  if (/^(?:&gt;|>)/.test(line)) found.push(`a quote: ${shownOf(line)}`);
  // An isolate ends on its own line, and none ends that did not begin.
  const isolates = line.replace(/[^\u2068\u2069]/g, "");
  if (isolates.replaceAll("\u2068\u2069", "") !== "") found.push(`an isolate that does not end: ${shownOf(line)}`);
  if (RIGHT_TO_LEFT.test(line.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, "")))
    found.push(`text from right to left beside text from left to right: ${shownOf(line)}`);
  return found;
}

/** Null: all items are shown, or none, or it is said how many are not, or a text that begins with them goes on. */
function listProblem(texts: readonly string[], items: readonly number[]): string | null {
  const begun = texts.map(begunIn);
  const shown = items.filter((item) => begun.some((own) => own.has(item)));
  if (shown.length === 0 || shown.length === items.length) return null;
  if (texts.some((text) => saysHowMany(text, shown.length, items.length))) return null;
  const [first, last] = [shown[0] ?? 0, shown.at(-1) ?? 0];
  const goesOn = texts.some((text) => /…/.test(text.split(`beg${last}z`)[1] ?? ""));
  const wentBefore = texts.some(
    (text) => text.includes(`beg${first}z`) && /…/.test(text.split(`beg${first}z`)[0] ?? ""),
  );
  if (goesOn || wentBefore) return null;
  return `${shown.length} of ${items.length} are shown, and nothing says so`;
}

function shownOf(text: string): string {
  return JSON.stringify([...text].slice(0, 120).join(""));
}

function around(text: string, number: number): string {
  const at = Math.max(0, text.search(new RegExp(`beg${number}z|z${number}end`)));
  return JSON.stringify(`${text.slice(Math.max(0, at - 20), at + 40)} … ${text.slice(-60)}`);
}
