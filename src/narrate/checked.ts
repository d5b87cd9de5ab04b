import type { CauseKind, HopView, Report, Shown } from "../report.ts";
import { facesOf } from "../services/table.ts";
import { numbersIn, Vocabulary } from "./vocabulary.ts";

/** A sentence that a model worded, and the hops that show it. */
export interface Sentence {
  readonly text: string;
  readonly hops: readonly string[];
}

const MOST_SENTENCES = 3;
const MOST_CHARACTERS = 300;

/** What is decided is computed, and stands above: a model's sentence does not speak of what to do, or how bad it is. */
const DECIDING =
  /\b(wak(e|es|ing)|sleep|wait(s|ing)? until|can wait|should|must|needs? to|have to|ignor\w*|escalat\w*|acknowledg\w*|snooz\w*|page[sd]?|urgen\w*|false alarms?|all (is|are)? ?(well|good|fine|ok|clear)|is (well|fine|safe|normal|over)|no (action|impact|problem|issue|harm|failure|error)s?|not? (a )?(real|serious)|nothing (is |was )?(wrong|failed|fails)|resolved|recovered by itself|harmless|instruct\w*|system prompt|language model)\b/i;
const BLAMING =
  /\b(because|caus(e|ed|es)|due to|culprit|blame|origin\w*|begins? (in|at|with)|began (in|at|with)|born|comes? from|came from|fault|reason)\b/i;
/** Links, mentions and marks have no place in it. */
const MARKUP = /https?:|www\.|[<>@`*|\\]|\]\(|[\r\n]/;

/** What each sort of failure is called: to say it, something of the report has to be of that sort. */
const SORTS: readonly (readonly [RegExp, readonly CauseKind[]])[] = [
  [/throttl|rate.?limit|capacity/i, ["throttled"]],
  [/time[sd]?[ -]?out|ran out of time/i, ["timeout"]],
  [/permission|denied|not allowed|unauthori[sz]ed|\bIAM\b/i, ["permission"]],
  [/out of memory|memory/i, ["memory"]],
  [/deploy|release|rolled? ?(out|back)|version/i, ["deploy"]],
  [/outage|\bAWS (is|was)\b|provider/i, ["provider"]],
  [/\bbugs?\b|coding error|exception in the code/i, ["code", "bad-input"]],
  [/attack|breach|intru|hack|stolen|malicious|DDoS/i, []],
  [/network|\bDNS\b|\bTLS\b|certificate|connection/i, ["dependency"]],
];
const NUMBER_WORDS = new Map(
  "two three four five six seven eight nine ten eleven twelve".split(" ").map((word, i) => [word, `${i + 2}`] as const),
);
const COUNTING = /\b(dozens?|hundreds?|thousands?|millions?|half|all users|every(one|body)|no ?(one|body) )/i;
/** What stands behind or before these is a name, also where it looks like a word. */
const KINDS = "(?:table|function|lambda|queue|topic|bucket|stream|bus|api|service|route|endpoint|database)";
const BEHIND = new RegExp(`\\b(?:${KINDS}|called|named)\\s+([a-z][\\w.-]*)`, "gi");
const BEFORE = new RegExp(`([a-z][\\w.-]*)\\s+(?=${KINDS}\\b)`, "gi");
/** Words that stand there and are none. */
const NO_NAMES =
  /^(the|a|an|this|that|its|their|one|same|which|and|or|of|in|at|by|to|for|from|with|on|is|was|are|were|has|had|it|behind|itself|failing|failed|fails?|throttled|slow|called|calls?|calling|returned|returns|answered|answers|refused|ended|ends|took|takes|whose|each|every|first|last|other|another|refuses|rejects|gets|sees|receives|sends|reads|writes|runs|needs|handles|waits|does|did|because|then|after|before|when|while|until|but|as|not)$/i;

/**
 * The sentences that can be shown: each cites hops of the report, and holds no number, name, cause or sort of failure that the
 * report does not. What does not pass is dropped, and at most three are left.
 */
export function checked(said: readonly Sentence[], report: Shown<Report>): Sentence[] {
  const known = new Known(report);
  const fine = said
    .map(({ text, hops }) => ({ text: text.trim(), hops: [...new Set(hops)] }))
    .filter((one) => known.holds(one));
  return fine.slice(0, MOST_SENTENCES);
}

/** What a report holds, as sentences are held against it. */
class Known {
  readonly #report: Shown<Report>;
  readonly #hops: ReadonlyMap<string, HopView>;
  readonly #vocabulary: Vocabulary;

  constructor(report: Shown<Report>) {
    this.#report = report;
    this.#hops = new Map(report.transactions.flatMap(({ hops }) => hops.map((hop) => [hop.id, hop] as const)));
    this.#vocabulary = new Vocabulary(report);
  }

  holds({ text, hops }: Sentence): boolean {
    if (text === "" || text.length > MOST_CHARACTERS || MARKUP.test(text) || DECIDING.test(text)) return false;
    const cited = hops.flatMap((id) => this.#hops.get(id) ?? []);
    if (cited.length === 0 || cited.length < hops.length) return false;
    return (
      this.#holdsNumbers(text, cited) &&
      this.#holdsNames(text) &&
      this.#holdsCause(text, cited) &&
      this.#holdsSorts(text)
    );
  }

  #holdsNumbers(text: string, cited: readonly HopView[]): boolean {
    if (COUNTING.test(text)) return false;
    const rest = text
      .replace(/\bhops?\s+#?(\d+)/gi, (whole, n: string) => (cited.some((hop) => `${hop.n}` === n) ? "" : whole))
      .replace(/\b\d\d:\d\d(?::\d\d)?\b/g, (time) => (this.#vocabulary.hasTime(time) ? "" : time));
    const spelt = (rest.toLowerCase().match(/[a-z]+/g) ?? []).flatMap((word) => NUMBER_WORDS.get(word) ?? []);
    if (/\bhops?\s+#?\d|\d:\d/i.test(rest)) return false;
    return [...numbersIn(rest), ...spelt].every((number) => this.#vocabulary.hasNumber(number));
  }

  /** A name is what stands beside what it names, what holds signs or capitals as names do, and what stands in quotes. */
  #holdsNames(text: string): boolean {
    for (const [, beside = ""] of [...text.matchAll(BEHIND), ...text.matchAll(BEFORE)]) {
      const name = beside.replace(/(?<![.,;:])[.,;:]+$/, "");
      if (!NO_NAMES.test(name) && !this.#vocabulary.hasName(name)) return false;
    }
    for (const [, quoted = ""] of text.matchAll(/["“‘]([^"”’]{1,80})["”’]/g)) {
      if (!this.#vocabulary.hasName(quoted)) return false;
    }
    // A sentence begins with a capital, whatever its first word is.
    const words = `${text.charAt(0).toLowerCase()}${text.slice(1)}`.match(/[A-Za-z][\w/{}:-]*(?:\.[\w-]+)*/g) ?? [];
    return words.every((word) => !isName(word) || this.#vocabulary.hasName(word));
  }

  /** Who says where it comes from, speaks of where the report says that it comes from, and of nothing else. */
  #holdsCause(text: string, cited: readonly HopView[]): boolean {
    if (!BLAMING.test(text)) return true;
    const { cause } = this.#report;
    const guilty = [cause?.hop, cause?.field?.firstBadHop].flatMap((id) => this.#hops.get(id ?? "") ?? []);
    if (guilty.length === 0 || !cited.every((hop) => guilty.includes(hop))) return false;
    const words = new Set(text.toLowerCase().match(/[a-z][\w-]*(?:\.[\w-]+)*/g) ?? []);
    const names = (hops: readonly HopView[]): string[] =>
      hops.flatMap(({ service, resource }) => [
        resource?.toLowerCase() ?? "",
        service,
        ...facesOf(service).flatMap(({ catalog }) => catalog?.replace(/e?s$/, "") ?? []),
      ]);
    const own = new Set(names(guilty));
    return names([...this.#hops.values()]).every((name) => own.has(name) || !words.has(name));
  }

  #holdsSorts(text: string): boolean {
    const { cause, healthy, transactions } = this.#report;
    const sorts = new Set<string>(cause === null ? [] : [cause.kind]);
    for (const { hops } of transactions) for (const { outcome } of hops) sorts.add(outcome);
    if (healthy?.differs?.in === "version") sorts.add("deploy");
    return SORTS.every(([said, kinds]) => !said.test(text) || kinds.some((kind) => sorts.has(kind)));
  }
}

function isName(word: string): boolean {
  return /[A-Z\d_/{}:.]|\w-\w+-\w/.test(word) || (word.includes("-") && !PLAIN_JOINED.test(word));
}

/** `on-call`, `customer-facing`: words of the language and no names. */
const PLAIN_JOINED = /^(re|non|co|pre|on|up|down|customer|business|third|dead|end|read|write|so)-[a-z]+$/;
