import { type GivenUpTo, type Setting, settingsOf, type Unlogged } from "../configuration.ts";
import { arrayAt, isObject, type Json, numberAt, objectAt, textAt } from "../json.ts";
import type { Place } from "../place.ts";
import { HOUR, type Micros, micros, SECOND } from "../time.ts";
import { plainName } from "./arn.ts";
import { placeOfArn } from "./place-of-arn.ts";

/**
 * What holds for asynchronous invocations where nothing is configured, which an answer without these fields says.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
 */
const OLDEST: Micros = micros(6 * HOUR);
const RETRIES = 2;

export function describedFunction(input: Json, output: Json): Setting[] {
  const place = functionIn(output) ?? functionIn(input);
  if (place === null || !isObject(output)) return [];
  const target = objectAt(output, "DeadLetterConfig");
  return [
    {
      settings: settingsOf(place, {
        givenUpTo: placeOfArn(textAt(target ?? undefined, "TargetArn")) ?? "none",
        // Variables that may not be decrypted leave an error in their place.
        environment:
          objectAt(output, "Environment", "Error") === null
            ? (objectAt(output, "Environment", "Variables") ?? {})
            : null,
        unlogged: unloggedBy(objectAt(output, "LoggingConfig")),
      }),
    },
  ];
}

/**
 * The platform writes START, END and REPORT at INFO. In the text format there are no levels.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
function unloggedBy(config: Json): readonly Unlogged[] | null {
  if (!isObject(config)) return null;
  const system = textAt(config, "SystemLogLevel");
  const application = textAt(config, "ApplicationLogLevel");
  const found: Unlogged[] = [];
  if (system === "WARN") found.push({ lines: "platform", by: `SystemLogLevel ${system}` });
  if (application === "FATAL") found.push({ lines: "errors", by: `ApplicationLogLevel ${application}` });
  return found;
}

/** An `output` of null is the service's word that nothing is configured: it answers ResourceNotFoundException. */
export function describedInvokes(input: Json, output: Json): Setting[] {
  const place = functionIn(output) ?? functionIn(input);
  if (place === null) return [];
  const seconds = numberAt(output, "MaximumEventAgeInSeconds");
  const retries = numberAt(output, "MaximumRetryAttempts");
  return [
    {
      handover: {
        from: null,
        to: place,
        oldest: seconds === null ? OLDEST : micros(seconds * SECOND),
        attempts: (retries ?? RETRIES) + 1,
        givenUpTo: placeOfArn(textAt(output, "DestinationConfig", "OnFailure", "Destination")) ?? "none",
      },
    },
  ];
}

/** Of a queue, the attempts and where they end are its own redrive policy's; of a stream, the mapping's. -1 is no limit. */
export function describedMappings(_input: Json, output: Json): Setting[] {
  return arrayAt(output, "EventSourceMappings").flatMap((one): Setting[] => {
    const from = placeOfArn(textAt(one, "EventSourceArn"));
    const to = functionIn(one);
    if (from === null || to === null) return [];
    const seconds = numberAt(one, "MaximumRecordAgeInSeconds");
    const retries = numberAt(one, "MaximumRetryAttempts");
    return [
      {
        handover: {
          from,
          to,
          oldest: seconds === null ? null : seconds < 0 ? "unlimited" : micros(seconds * SECOND),
          attempts: retries === null ? null : retries < 0 ? "unlimited" : retries + 1,
          givenUpTo: targetOf(one),
        },
      },
    ];
  });
}

function targetOf(mapping: Json): GivenUpTo {
  if (objectAt(mapping, "DestinationConfig") === null) return null;
  return placeOfArn(textAt(mapping, "DestinationConfig", "OnFailure", "Destination")) ?? "none";
}

function functionIn(json: Json): Place | null {
  const name = textAt(json, "FunctionArn") ?? textAt(json, "FunctionName");
  return name === null ? null : { service: "lambda", resource: plainName(name) };
}
