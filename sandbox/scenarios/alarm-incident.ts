import type { NewIncident } from "../pagerduty/trigger.ts";
import { AWS_ACCOUNT, arn } from "../world/aws-account.ts";
import { type Alarm, alarmNotification, alarmSubject, type Event } from "../world/cloudwatch-alarm.ts";

export interface AlarmIncident {
  /** Ids as PagerDuty gives them: `Q` and 13 capitals or digits. */
  readonly id: string;
  readonly alertId: string;
  /** A service of the directory in on-call.ts. */
  readonly service: string;
  readonly alarm: Alarm;
  /** What the alarm's metric counts or measures. */
  readonly events: readonly Event[];
  /** When the alarm went off, epoch ms. */
  readonly at: number;
}

/** The incident that PagerDuty makes of an alarm: SNS's subject is its title, SNS's message the details of its alert. */
export function alarmIncident({ id, alertId, service, alarm, events, at }: AlarmIncident): NewIncident {
  const console = `https://${AWS_ACCOUNT.region}.console.aws.amazon.com/cloudwatch/home?region=${AWS_ACCOUNT.region}`;
  return {
    id,
    title: alarmSubject(alarm),
    service,
    urgency: "high",
    alerts: [
      {
        id: alertId,
        key: arn("cloudwatch", `alarm:${alarm.name}`),
        severity: "critical",
        source: alarm.dimension.value,
        client: "Amazon CloudWatch",
        clientUrl: `${console}#alarmsV2:alarm/${encodeURIComponent(alarm.name)}`,
        details: alarmNotification(alarm, events, at),
      },
    ],
  };
}
