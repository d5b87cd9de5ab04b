import { arrayAt, parseJson, textAt } from "../json.ts";
import type { Chunk } from "../record.ts";

/** How a function is told to log. Null: not said, which is `INFO`, and no level at all in text. */
export interface LoggingConfig {
  readonly function: string;
  readonly format: string | null;
  readonly systemLevel: string | null;
  readonly applicationLevel: string | null;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html */
export function loggingConfigsIn({ format, bytes }: Chunk): LoggingConfig[] {
  const read = format === "configuration" ? parseJson(new TextDecoder().decode(bytes)) : undefined;
  return arrayAt(read, "lambda:GetFunctionConfiguration").flatMap((one) => {
    const name = textAt(one, "output", "FunctionName") ?? textAt(one, "input", "FunctionName");
    if (name === null) return [];
    return [
      {
        function: name,
        format: textAt(one, "output", "LoggingConfig", "LogFormat"),
        systemLevel: textAt(one, "output", "LoggingConfig", "SystemLogLevel"),
        applicationLevel: textAt(one, "output", "LoggingConfig", "ApplicationLogLevel"),
      },
    ];
  });
}
