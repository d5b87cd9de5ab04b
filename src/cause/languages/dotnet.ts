import type { Frame, Language } from "./language.ts";

/** `at Shop.Function.Handler(Order order) in /src/Function.cs:line 12`; without debug symbols, no file. */
const FRAME = /^at ([\w.`<>[\]+|,-]{1,300})\([^()]{0,400}\)(?: in ([^\n]{1,400}):line (\d{1,7}))?$/;

function frame(line: string): Frame | null {
  const found = FRAME.exec(line);
  const name = found?.[1];
  if (found === null || name === undefined || !name.includes(".")) return null;
  const [, , file, row] = found;
  // A frame of Node in brackets is a place; here they hold types.
  if (file === undefined && /:\d+/.test(line)) return null;
  return {
    function: name,
    file: file ?? name.replace(/\.[^.]*$/, ""),
    line: row === undefined ? null : Number(row),
    at: name,
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/csharp-exceptions.html */
export const dotnet: Language = {
  name: ".NET",
  wordings: [
    [/\bOutOfMemoryException\b/, "memory"],
    [
      /\b(?:FileNotFoundException: Could not load file or assembly|TypeInitializationException|TypeLoadException)\b/,
      "code",
      "init",
    ],
    [/\bNo such host is known\b|\bName or service not known\b/, "dependency", "dns"],
    [/\bAuthenticationException\b|The SSL connection could not be established/, "dependency", "tls"],
    [/\b(?:TaskCanceledException|OperationCanceledException|TimeoutException)\b/, "timeout"],
    [/Response status code does not indicate success: 5\d\d\b/, "dependency", "server-error"],
    [/Response status code does not indicate success: 429\b/, "throttled"],
    [/Response status code does not indicate success: 40[13]\b/, "permission"],
    [/Response status code does not indicate success: 404\b/, "dependency", "not-found"],
    [/Response status code does not indicate success: 4\d\d\b/, "bad-input"],
    [/\b(?:SocketException|HttpRequestException)\b/, "dependency", "connection"],
    [/Unable to get IAM security credentials|Failed to resolve AWS credentials/, "permission", "credentials"],
    [
      /\bSystem\.(?:NullReference|InvalidCast|IndexOutOfRange|DivideByZero|InvalidOperation|StackOverflow)Exception\b|^(?:NullReference|InvalidCast|IndexOutOfRange|DivideByZero|InvalidOperation)Exception\b/,
      "code",
    ],
  ],
  frame,
  library: /^(?:System|Microsoft|Amazon|Newtonsoft|AWSSDK|lambda_method)[.(]/,
};
