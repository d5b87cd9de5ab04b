/**
 * What X-Ray allows and costs. https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html,
 * https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html, https://aws.amazon.com/xray/pricing/
 */
export const XRAY_LIMITS = {
  /** Ours: AWS publishes no rates for the two. What is refused for its rate is asked again. */
  batchesPerSecond: 10,
  summariesPerSecond: 10,
  batchTraces: 5,
  filterCharacters: 2000,
  rangeHours: 6,
  /** Ours, and so are the rest but for the price: the time that a search may take from an investigation is short. */
  summaryPages: 15,
  failingTraces: 150,
  /** Of these, so many are kept for errors that are no faults, where there are. */
  errorTraces: 30,
  wantedTraces: 200,
  linkedTraces: 50,
  /** Ids that were left unprocessed, and are asked for once more. */
  askedAgain: 20,
  /** Waits after refusals for the rate, in milliseconds, beyond what the SDK waits by itself. */
  backoffMs: [500, 1000, 2000, 4000],
  /** us-east-1: of a million traces, scanned or retrieved. */
  usdPerMillion: 0.5,
} as const;
