/**
 * The plain words of which a sentence about an incident may be made, by hand: what stands neither here nor in the report makes
 * a sentence fall. Among them is no order, no promise, no reassurance, no word for "you", no "can" or "should", and no denial
 * but those of `FORMS`.
 */
export const PLAIN = listed(`
  a an the this that these its it their they them there here where which whose and or
  of to in at on with from for by into through before between than as since after out not did does
  is are was were be been being has have had still first last same
  customer customers user users people person
  request requests call calls write writes read reads invocation invocations message messages item items retry retries
  attempt attempts tries times hop hops step steps entry input output value field version deploy change
  failure failures error errors exception exceptions fault culprit cause reason origin source
  s ms second seconds minute minutes hour hours utc least percent %
  fail fails failed failing refuse refuses refused reject rejects rejected deny denies denied throttled throttling
  timed timeout ran runs time memory allowed permission slow slower longer usual healthy
  answer answers answered return returns returned end ends ended
  called calling wrote writing reading sent send sends receive receives received invokes invoked published publishes
  go goes went come comes came get gets got reach reaches reached take takes took wait waits waited
  hit hits affect affects affected show shows shown seen sees recorded lies
  because due owing caused causes triggered triggers stem stems stemmed broke breaks led leads
  originates originated begin begins began start starts started result results resulted
  empty missing null bad good lost parked pending delayed rising steady falling stopped worse
  customer-facing business-critical increasing experience experiences experiencing impacts impacted causing resulting continue
  continues when while total about route endpoint duration latency
`);

/** Words that say how much without a figure. None is plain, and no name of a report may stand for one. */
export const QUANTIFIERS = listed(`
  all no none nobody nothing never every each everyone everybody everything anyone any both half most many few some several
  only just zero whole entire single dozen dozens neither nor
`);

/** What may begin no clause and needs somebody before it who does it: else it is an order. */
export const BARE_VERBS = listed(
  "fail refuse reject deny answer return end call write read send receive go come get reach take wait hit affect show retry start begin stem result trigger experience continue",
);

/** They do what a bare verb says. */
export const DOERS = listed(
  "customers users people requests calls writes reads invocations messages items retries attempts they them that which failures errors",
);

/** Nouns that a figure may count, and what it then has to be. */
export type Counted = "people" | "requests" | "items" | "attempts" | "time" | "versions" | "share" | "nothing";
export const COUNTED: ReadonlyMap<string, Counted> = new Map([
  ...pairs("customer customers user users people person", "people"),
  ...pairs("request requests failure failures", "requests"),
  ...pairs("item items message messages", "items"),
  ...pairs("attempt attempts tries times", "attempts"),
  ...pairs("s ms second seconds minute minutes hour hours", "time"),
  ...pairs("version", "versions"),
  ...pairs("percent %", "share"),
  // Nobody counted these.
  ...pairs("call calls write writes read reads invocation invocations retry retries hop hops step steps", "nothing"),
  ...pairs("error errors exception exceptions", "nothing"),
]);

/** How many milliseconds one is. */
export const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ...["s", "second", "seconds"].map((unit) => [unit, 1000] as const),
  ...["minute", "minutes"].map((unit) => [unit, 60_000] as const),
  ...["hour", "hours"].map((unit) => [unit, 3_600_000] as const),
]);

/**
 * Words that may only stand in such a form: "ended" alone says that it is over, "since" without a time names a cause. In a form
 * TIME is a time of day, # a figure, NAME a name of the report, FIELD one of no place, and ERROR the type of an error.
 */
export const FORMS: readonly (readonly [word: RegExp, form: RegExp])[] = [
  [/\bsince\b/g, /\bsince (at )?TIME\b/g],
  [/\bafter\b/g, /\bafter #/g],
  [/\bfor\b/g, /\bfor (#|NAME)/g],
  [/\bout\b/g, /\b(timed|times|ran|runs) out\b/g],
  [/\b(ran|runs)\b/g, /\b(ran|runs) out of (time|memory)\b/g],
  [/\btimed\b/g, /\btimed out\b/g],
  [/\btime\b/g, /\bout of time\b/g],
  [/\bmemory\b/g, /\bout of memory\b/g],
  [/\btotal\b/g, /\ba total of #/g],
  [/\babout\b/g, /\babout #/g],
  [/\bleast\b/g, /\bat least #/g],
  [/\bthan\b/g, /\b(longer|slower) than (usual|#|in healthy requests)/g],
  [/\busual\b/g, /\bthan usual\b/g],
  [/\bhealthy\b/g, /\b(than )?in healthy requests\b/g],
  [/\b(slower|longer)\b/g, /\b(slower|longer) than\b/g],
  [
    /\bnot\b/g,
    /(NAME|FIELD),? (did not answer|does not answer|(is|was) not (allowed|recorded))\b|\b(input|output|value) (is|was) not recorded\b/g,
  ],
  [/\b(did|does)\b/g, /\b(did|does) not\b/g],
  [/\ballowed\b/g, /\bnot allowed\b/g],
  [/\bpermission\b/g, /\bdenied permission\b/g],
  [/\banswer\b/g, /\bnot answer\b/g],
  [
    /\b(answers|answered|return|returns|returned)\b/g,
    /\b(answers|answered|return|returns|returned)( with)?( an?)?( ERROR| errors?)/g,
  ],
  [
    /\b(end|ends|ended)\b/g,
    /\b(end|ends|ended) (as|with|in)( an?| the)?( ERROR| errors?| throttled| timeout| failed)/g,
  ],
  [
    /\b(continues?|experienc(e|es|ing))\b/g,
    /\bcontinues? to fail\b|\bexperienc(e|es|ing)( an?)? (ERROR|errors?|throttling)/g,
  ],
  [/\bas\b/g, /\bas( an)? (error|throttled|timeout|failed|empty|missing|null|bad)\b/g],
  [/\bdue\b/g, /\bdue to\b/g],
  [/\bowing\b/g, /\bowing to\b/g],
  [/\b(led|leads)\b/g, /\b(led|leads) to\b/g],
  [/\b(stem|stems|stemmed)\b/g, /\b(stem|stems|stemmed) from\b/g],
  [/\b(result|results|resulted|resulting)\b/g, /\b(result|results|resulted|resulting) (from|in)\b/g],
  [/\b(originates|originated)\b/g, /\b(originates|originated) (from|in|at|with)\b/g],
  [
    /\b(begins?|began|starts?|started)\b/g,
    /\b(begins?|began|starts?|started)( here| there)?(,|$| (in|at|with|from|to fail|failing)\b)/g,
  ],
  [/\bthrough\b/g, /\bthrough( the)? NAME/g],
  [
    /\b(customers?|users?|people|person|them|they) (get|gets|got|receive|receives|received|reach|reaches|reached|take|took|sees)\b/g,
    /\b(customers?|users?|people|person|them|they) (get|got|receive|received)( an?)? (ERROR|errors?)/g,
  ],
  // "Last seen" and "still reaches" would say that it is over.
  [/\blast\b/g, /\blast (hop|step|attempt)\b/g],
  [
    /\bstill\b/g,
    /\bstill (fail(s|ing)?|throttl(ed|ing)|slow|refused|rejected|denied|hit|affected|impacted|lost|parked|pending|delayed|empty|missing|null|bad|rising)\b/g,
  ],
  [/\b(go|goes|went)\b/g, /\b(go|goes|went) (in|into|on to|through|to|bad)\b/g],
  [/\bgood\b/g, /(FIELD|value|input) (came|comes|went) in good\b/g],
];

function listed(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

function pairs(words: string, to: Counted): (readonly [string, Counted])[] {
  return [...listed(words)].map((word) => [word, to] as const);
}
