import type { Wording } from "./languages/language.ts";

/**
 * The status of a call of gRPC: `14 UNAVAILABLE: …` in Node, `rpc error: code = Unavailable desc = …` in Go,
 * `StatusRuntimeException: UNAVAILABLE: …` in Java, `StatusCode.UNAVAILABLE` in Python. https://grpc.io/docs/guides/status-codes/
 */
export const RPC_WORDS: readonly Wording[] = [
  [statusOf(8, "RESOURCE_EXHAUSTED", "ResourceExhausted"), "throttled"],
  [statusOf(4, "DEADLINE_EXCEEDED", "DeadlineExceeded"), "timeout"],
  [statusOf(7, "PERMISSION_DENIED", "PermissionDenied"), "permission"],
  [statusOf(16, "UNAUTHENTICATED", "Unauthenticated"), "permission"],
  [statusOf(3, "INVALID_ARGUMENT", "InvalidArgument"), "bad-input"],
  [statusOf(5, "NOT_FOUND", "NotFound"), "dependency", "not-found"],
  [statusOf(14, "UNAVAILABLE", "Unavailable"), "dependency", "connection"],
  [statusOf(13, "INTERNAL", "Internal"), "dependency", "server-error"],
];

function statusOf(number: number, name: string, ofGo: string): RegExp {
  return new RegExp(
    `: ${number} ${name}: |\\bcode = ${ofGo} desc = |\\bStatus(?:Runtime)?Exception: ${name}\\b|\\bStatusCode\\.${name}\\b`,
  );
}
