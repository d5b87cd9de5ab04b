import type { Investigation, StackShown } from "../../src/investigation.ts";
import { PAYLOADS } from "../../src/payload-name.ts";
import { type Aim, PRESSES } from "../../src/press.ts";
import type { HopView, TransactionView } from "../../src/report.ts";
import { button } from "../../src/say/button.ts";
import { foldedWords } from "../../src/say/folded-words.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { noteText } from "../../src/say/note-text.ts";
import { payloadText } from "../../src/say/payload-text.ts";
import { pictureBlock } from "../../src/say/picture-block.ts";
import { answerWords } from "../../src/say/press-answers.ts";
import * as hop from "../../src/say/slack-hop.ts";
import * as narration from "../../src/say/slack-narration.ts";
import { lockedModal, payloadModal } from "../../src/say/slack-payload.ts";
import * as root from "../../src/say/slack-root.ts";
import * as stack from "../../src/say/slack-stack.ts";
import * as trace from "../../src/say/slack-trace.ts";
import * as users from "../../src/say/slack-users.ts";
import { waterfallModal } from "../../src/say/slack-waterfall.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import { zonedClock } from "../../src/say/zoned-clock.ts";
import type { Standing } from "../../src/standing.ts";
import { fromMillis } from "../../src/time.ts";
import type { Sent } from "./sent.ts";
import { requestOf, type Situation } from "./situation.ts";

const AIM: Aim = { investigation: "Q".repeat(14), revision: 12 };
const TOLD = {
  decision: "wait",
  at: fromMillis(Date.UTC(2026, 10, 22, 2, 20)),
  noted: true,
  unclearSince: null,
} as const;

/** What each function says that gives Slack words, windows or blocks, in every state that it knows. */
export const EVERY_SENT: Readonly<Record<string, (situation: Situation) => readonly Sent[]>> = {
  rootWords: (one) =>
    rowsOf(one.row).flatMap(([state, row]): Sent[] => [
      { what: `${state}, looking`, is: root.rootWords(row, null, "looking") },
      { what: `${state}, sources out`, is: root.rootWords(row, one.report, "looking", standingOf(one)) },
      { what: `${state}, something found`, is: root.rootWords(row, one.report, "looking") },
      { what: `${state}, told`, is: root.rootWords(row, one.report, "told"), lists: IN_ROOT },
      { what: `${state}, with ways`, is: root.rootWords(withWays(row, one), one.report, "told"), lists: IN_ROOT },
      { what: `${state}, unclear`, is: root.rootWords(row, unclear(one), "told") },
    ]),
  verdictWords: ({ report, said }) => [
    { what: "the first", is: verdictWords(report, "UOWN", null, null), lists: ["reasons"] },
    { what: "with ways", is: verdictWords(report, "UOWN", null, said, waysOf(report)), lists: ["reasons"] },
    { what: "one that turned", is: verdictWords(report, null, TOLD, said), lists: ["reasons"] },
  ],
  noteText: ({ report }) => [{ what: "a note", is: noteText(report, "https://own.example/p1"), lists: ["reasons"] }],
  foldedWords: ({ row }) => [{ what: "folded", is: foldedWords(row.incident, "https://own.example/p1") }],
  stackWords: (one) =>
    inRequest(one, (request) => {
      const field = one.report.cause?.field ?? null;
      const pictures = pictureBlock(one.row, "waterfall");
      const beside = { verdict: lockScreen(one.report), field, healthy: one.report.healthy ?? null, pictures };
      return [
        { what: "alone", is: stack.stackWords("i-1", 3, request), lists: IN_STACK },
        { what: "with all beside it", is: stack.stackWords("i-1", 3, request, beside), lists: IN_STACK },
      ];
    }),
  hopModal: (one) =>
    inRequest(one, (request) => {
      const field = one.report.cause?.field ?? null;
      const healthy = one.report.healthy ?? null;
      return someHops(request).flatMap((at): Sent[] => [
        { what: `hop ${at.n}`, is: hop.hopModal(aimAt(at), request, at), lists: IN_HOP },
        { what: `hop ${at.n}, a value`, is: hop.hopModal(aimAt(at), request, at, { field, healthy }), lists: IN_HOP },
        {
          what: `hop ${at.n}, hidden`,
          is: hop.hopModal(aimAt(at), request, at, { field, healthy, hiddenFrom: "SOWN" }),
        },
      ]);
    }),
  payloadModal: (one) =>
    inRequest(one, (request) =>
      fullest(request).flatMap((at) =>
        PAYLOADS.flatMap((name) =>
          [{}, { page: 1 }, { page: 9999 }, { find: "beg" }].map((part): Sent => {
            const zone = "Europe/Berlin";
            const text = payloadText(at, name, zonedClock(zone));
            const path = one.report.cause?.field?.path ?? null;
            const view = { hop: at, name, text, zone, path, note: one.said };
            return {
              what: `hop ${at.n}, ${name} ${JSON.stringify(part)}`,
              is: payloadModal({ ...aimAt(at), ...part }, view),
            };
          }),
        ),
      ),
    ),
  lockedModal: () => [{ what: "locked", is: lockedModal("Input", "SOWN") }],
  waterfallModal: ({ row }) => {
    const alt = row.pictures?.waterfall?.alt ?? "nothing";
    return [
      { what: "drawn", is: waterfallModal("F0", alt) },
      { what: "not drawn", is: waterfallModal(null, alt) },
    ];
  },
  loadingModal: () => [{ what: "loading", is: hop.loadingModal("Who is hit") }],
  failedModal: ({ said }) => [{ what: "failed", is: hop.failedModal("Who is hit", said) }],
  usersModal: ({ report, said }) =>
    [0, 1, 9].map((page) => ({
      what: `page ${page}`,
      is: users.usersModal({ ...AIM, page }, report, page === 0 ? said : null),
      lists: ["users"],
    })),
  usersFileWords: ({ report }) => [{ what: "the message with the file", is: users.usersFileWords(report) }],
  tracingWords: ({ said }) => [{ what: "tracing", is: trace.tracingWords(said) }],
  notFoundWords: ({ said, gaps, ids }) => [
    { what: "a week", is: trace.notFoundWords(said, ["cloudwatch-logs"], gaps, null, ids), lists: IN_NOT_FOUND },
    {
      what: "further",
      is: trace.notFoundWords("r-1", ["cloudwatch-logs"], gaps, { since: "", usd: 1.5 }, ids),
      lists: IN_NOT_FOUND,
    },
  ],
  aloneWords: (one) =>
    inRequest(one, (request) => [{ what: "alone", is: trace.aloneWords("i-1", request), lists: IN_STACK }]),
  sharedWords: (one) =>
    inRequest(one, (request) => [{ what: "shared", is: trace.sharedWords(AIM, request, "UOWN"), lists: IN_STACK }]),
  helpWords: () => [{ what: "help", is: trace.helpWords() }],
  answerWords: ({ said }) => [{ what: "an answer", is: answerWords(said === "" ? "no" : said) }],
  problemWords: ({ said }) => [{ what: "a problem", is: trace.problemWords(said === "" ? "no" : said) }],
  // No sentence is no message.
  narrationWords: ({ report, said, sentences }) =>
    sentences.length === 0
      ? []
      : [
          {
            what: "narrated",
            is: narration.narrationWords(sentences.slice(0, 3), report, said, lockScreen(report)),
          },
        ],
  unansweredWords: () => [{ what: "unanswered", is: narration.unansweredWords() }],
  button: ({ said }) => [
    {
      what: "every button",
      is: [{ type: "actions", elements: PRESSES.map((name, at) => button(name, AIM, `${name}:${at}`, said)) }],
    },
  ],
};

/** The stack's message shows every hop of the first request. */
function waysOf({ transactions }: Situation["report"]): StackShown {
  const hops = transactions[0]?.hops ?? [];
  return { url: "https://own.example/archives/C1/p1", hops: Object.fromEntries(hops.map(({ id, n }) => [id, n])) };
}

function withWays(row: Investigation, { report }: Situation): Investigation {
  return { ...row, posted: { channel: "C1", root: "1.1", stack: "1.2", shows: waysOf(report) } };
}

function standingOf({ said, ids }: Situation): Standing {
  return { answered: [said], unread: ids.slice(0, 5), awaited: [said, "X-Ray"] };
}

const IN_ROOT = ["reasons", "changes of mind", "entries", "deploys", "gaps", "deeds"];
const IN_STACK = ["hops", "places", "clocks", "gaps of the request"];
const IN_HOP = [
  ...["tags", "frames", "causes", "log lines", "parents"],
  ...["fields that went in", "fields that came out"],
];
const IN_NOT_FOUND = ["gaps of a search", "other ids"];

/** The states in which PagerDuty may say that an incident is, alone and in a storm. */
function rowsOf(row: Investigation): (readonly [string, Investigation])[] {
  const storm = Array.from({ length: 40 }, (_, place) => ({ ...row.incident, id: `Q${place + 2}` }));
  const resolved = { ...row.incident, status: "resolved" } as const;
  return [
    ["triggered", row],
    ["acknowledged", { ...row, incident: { ...row.incident, status: "acknowledged" } }],
    ["resolved", { ...row, incident: resolved, told: TOLD }],
    ["a storm", { ...row, others: storm }],
  ];
}

function unclear({ report }: Situation): Situation["report"] {
  return {
    ...report,
    failing: null,
    cause: null,
    verdict: { ...report.verdict, decision: "unclear", leaning: "wake" },
  };
}

function inRequest(one: Situation, send: (request: TransactionView) => readonly Sent[]): readonly Sent[] {
  const request = requestOf(one);
  return request === null ? [] : send(request);
}

/** The one in the middle: of a made request it has everything. */
function fullest({ hops }: TransactionView): HopView[] {
  return hops.slice(Math.ceil(hops.length / 2) - 1).slice(0, 1);
}

/** The first, the one in the middle, and the last. */
function someHops({ hops }: TransactionView): HopView[] {
  const places = new Set([0, Math.ceil(hops.length / 2) - 1, hops.length - 1]);
  return [...places].flatMap((place) => hops[place] ?? []);
}

function aimAt({ id }: HopView): Aim {
  return { ...AIM, transaction: "t1", hop: id };
}
