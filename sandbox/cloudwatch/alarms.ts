import { z } from "zod";
import { Refusal } from "../aws/refusal.ts";

export interface AlarmSheet {
  readonly alarms: Map<string, Readonly<Record<string, unknown>>>;
  readonly changes: { readonly name: string; readonly atMs: number; readonly state: "OK" | "ALARM" }[];
}

const MOST_NAMES = 100;
const Described = z.object({
  AlarmNames: z.array(z.string()).max(MOST_NAMES).optional(),
  AlarmTypes: z.array(z.enum(["MetricAlarm", "CompositeAlarm"])).default(["MetricAlarm"]),
});

/** Composite alarms are told only to who asks for their type. */
export function describeAlarms(input: unknown, { alarms }: AlarmSheet): object {
  const { AlarmNames: names, AlarmTypes: types } = parsed(Described, input);
  const all = [...alarms].filter(([name]) => names === undefined || names.includes(name)).map(([, alarm]) => alarm);
  const composite = all.filter((alarm) => alarm["AlarmRule"] !== undefined);
  return {
    MetricAlarms: types.includes("MetricAlarm") ? all.filter((alarm) => !composite.includes(alarm)) : [],
    CompositeAlarms: types.includes("CompositeAlarm") ? composite : [],
  };
}

const History = z.object({
  AlarmName: z.string(),
  HistoryItemType: z.string().optional(),
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
});

export function describeAlarmHistory(input: unknown, { changes }: AlarmSheet): object {
  const { AlarmName, StartDate = 0, EndDate = Number.POSITIVE_INFINITY } = parsed(History, input);
  const items = changes
    .filter(({ name, atMs }) => name === AlarmName && atMs / 1000 >= StartDate && atMs / 1000 <= EndDate)
    .sort((a, b) => b.atMs - a.atMs)
    .map(({ name, atMs, state }) => ({
      AlarmName: name,
      AlarmType: "MetricAlarm",
      Timestamp: atMs / 1000,
      HistoryItemType: "StateUpdate",
      HistorySummary: `Alarm updated from ${state === "OK" ? "ALARM to OK" : "OK to ALARM"}`,
      HistoryData: JSON.stringify({ version: "1.0", newState: { stateValue: state } }),
    }));
  return { AlarmHistoryItems: items };
}

function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (!read.success) throw new Refusal("ValidationError", z.prettifyError(read.error));
  return read.data;
}
