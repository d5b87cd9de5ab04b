/**
 * The fields that the service discovers in the text lines of Lambda. Numbers are doubles as Java prints them, sizes are
 * in bytes (`Memory Size: 128 MB` is `1.28E8`), durations in milliseconds.
 */
export function lambdaField(name: string, message: string): string | null {
  switch (name) {
    case "@type":
      return /^(START|END|REPORT) RequestId: /.exec(message)?.[1] ?? null;
    case "@requestId":
      return requestIdOf(message);
    case "@duration":
      return reported(message, DURATION, 1);
    case "@billedDuration":
      return reported(message, BILLED_DURATION, 1);
    case "@initDuration":
      return reported(message, INIT_DURATION, 1);
    case "@memorySize":
      return reported(message, MEMORY_SIZE, 1e6);
    case "@maxMemoryUsed":
      return reported(message, MAX_MEMORY_USED, 1e6);
    case "@xrayTraceId":
      return isReport(message) ? (/\bXRAY TraceId: (\S+)/.exec(message)?.[1] ?? null) : null;
    case "@xraySegmentId":
      return isReport(message) ? (/\bSegmentId: (\S+)/.exec(message)?.[1] ?? null) : null;
    default:
      return null;
  }
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
// "START RequestId: …", "RequestId: … Error: Runtime exited"
const PLATFORM_REQUEST_ID = new RegExp(`^(?:(?:START|END|REPORT) )?RequestId: (${UUID})\\b`);
// The Node runtime writes "<time>\t<id>\tINFO\t…"; the platform "<time> <id> Task timed out after 3.00 seconds".
const APPLICATION_REQUEST_ID = new RegExp(
  `^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z(?:\\t(${UUID})\\t| (${UUID}) Task timed out)`,
);

function requestIdOf(message: string): string | null {
  const found = PLATFORM_REQUEST_ID.exec(message) ?? APPLICATION_REQUEST_ID.exec(message);
  return found?.[1] ?? found?.[2] ?? null;
}

const DURATION = /\tDuration: ([\d.]+) ms/;
const BILLED_DURATION = /\tBilled Duration: ([\d.]+) ms/;
const INIT_DURATION = /\tInit Duration: ([\d.]+) ms/;
const MEMORY_SIZE = /\tMemory Size: (\d+) MB/;
const MAX_MEMORY_USED = /\tMax Memory Used: (\d+) MB/;

function reported(message: string, pattern: RegExp, factor: number): string | null {
  const number = isReport(message) ? pattern.exec(message)?.[1] : undefined;
  return number === undefined ? null : javaDouble(Number(number) * factor);
}

function isReport(message: string): boolean {
  return message.startsWith("REPORT RequestId: ");
}

/** A number as Java's Double.toString prints it: 1395.0, 1.28E8. */
function javaDouble(value: number): string {
  if (value !== 0 && (value < 1e-3 || value >= 1e7)) {
    const [digits = "", exponent = ""] = value.toExponential().split("e");
    return `${withFraction(digits)}E${Number(exponent)}`;
  }
  return withFraction(String(value));
}

function withFraction(digits: string): string {
  return digits.includes(".") ? digits : `${digits}.0`;
}
