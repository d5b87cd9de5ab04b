import { type Alarm, countedBy, type Event } from "../world/cloudwatch-alarm.ts";
import type { World } from "../world/world.ts";
import { alarmIncident } from "./alarm-incident.ts";
import { clockTime } from "./arrivals.ts";
import { type Footprints, worthTracing } from "./footprints.ts";
import type { Story, StoryCatalog } from "./story.ts";

/** A story of an hour and a few hundred requests, once all of them are planned. */
export interface SmallStory {
  readonly name: string;
  readonly world: World;
  readonly midnight: number;
  /** When PagerDuty is triggered, `14:20:00`. */
  readonly clock: string;
  /** Of the incident: `Q` and 12 capitals or digits, to which a last one is added. */
  readonly id: string;
  /** In PagerDuty. */
  readonly service: string;
  readonly alarm: Alarm;
  /** What the alarm counts or measures, as it goes. */
  readonly counted: readonly Event[];
  readonly catalog: StoryCatalog;
  readonly people: readonly string[];
  /** Of the requests of which one is worth tracing. */
  readonly prints: readonly Footprints[];
  readonly deniedGroups?: readonly string[];
  readonly configured?: Story["configured"];
  /** What CloudWatch measured beside what is counted by itself. */
  readonly measured?: Story["counted"];
}

const ALARM_BEFORE_MS = 8000;

/** Lets everything happen that was planned, and says what is left of it. */
export function smallStory(told: SmallStory): Story {
  const { name, world, midnight, clock, id, service, alarm, counted, catalog, people, prints } = told;
  world.timeline.run();
  const at = clockTime(midnight, clock);
  const events = [...counted];
  const own = alarm.namespace === "AWS/Lambda" || alarm.maximum !== undefined ? [] : [countedBy(alarm, events)];
  return {
    name,
    at,
    incident: alarmIncident({ id: `${id}A`, alertId: `${id}B`, service, alarm, events, at: at - ALARM_BEFORE_MS }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), ...own, ...(told.measured ?? [])],
    ...(told.configured === undefined ? {} : { configured: told.configured }),
    functions: world.functions,
    catalog,
    people,
    ids: worthTracing(prints),
    deniedGroups: told.deniedGroups ?? [],
  };
}
