import { arrayAt, isObject, type JsonObject, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import { parseTime } from "../time.ts";
import { callMetadata } from "./aws-call.ts";
import type { Answered, Asked, Received, ReceivedItem, Service } from "./service.ts";

/** SES's own ids: `010701f7b2662d88-2b725b8d-1a51-46ac-9100-04ab8674a75a-000000`. */
const MAIL_ID = /^[0-9a-f]{16}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{6}$/;

function asked(input: JsonObject): Asked | null {
  const from = textAt(input, "FromEmailAddress") ?? textAt(input, "Source");
  if (from === null || !isObject(input["Destination"])) return null;
  return { operation: "SendEmail", resource: from.split("@").at(-1)?.replace(/>$/, "") ?? null, keys: [] };
}

function answered(output: JsonObject, paired: boolean): Answered | null {
  const id = textAt(output, "MessageId");
  if (id === null || !MAIL_ID.test(id) || !(paired || callMetadata(output) !== null)) return null;
  return { operation: "SendEmail", keys: mailKeys(id, "MessageId"), partial: null };
}

function mailKeys(value: string, path: string): Key[] {
  return [
    { kind: "external", value, role: "self", path },
    { kind: "external", value, role: "sent", path },
  ];
}

/**
 * A mail that came in, or what became of one that was sent: a notification about a mail carries the id that SendEmail
 * answered. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
function received(event: JsonObject): Received | null {
  const incoming = arrayAt(event, "Records").filter((one) => textAt(one, "eventSource") === "aws:ses");
  const notified =
    (textAt(event, "notificationType") ?? textAt(event, "eventType")) !== null && isObject(event["mail"]);
  const mails = incoming.length > 0 ? incoming.map((one) => ({ record: one, at: "ses" })) : [];
  const items = notified
    ? [itemOf(event, textAt(event, "notificationType") ?? textAt(event, "eventType") ?? "Notification")]
    : mails.flatMap(({ record, at }) => {
        const ses = isObject(record) ? record[at] : undefined;
        return isObject(ses) ? [itemOf(ses, "Receive")] : [];
      });
  if (items.length === 0) return null;
  return {
    items,
    arrival: {
      kind: "event",
      method: null,
      route: null,
      path: null,
      name: items[0]?.resource ?? null,
      user: null,
      userAgent: null,
      clientAddress: null,
      signed: false,
      root: !notified,
    },
  };
}

function itemOf(of: JsonObject, operation: string): ReceivedItem {
  const id = textAt(of, "mail", "messageId");
  return {
    operation,
    resource: textAt(of, "mail", "source")?.split("@").at(-1) ?? null,
    account: textAt(of, "mail", "sendingAccountId"),
    region: null,
    ids: id === null ? [] : [{ kind: "external", value: id, path: "mail.messageId" }],
    shared: [],
    sentAt: parseTime(textAt(of, "mail", "timestamp") ?? ""),
    delivery: null,
    input: of,
    inner: null,
  };
}

export const ses: Service = {
  name: "ses",
  title: "SES",
  operations: new Set(["SendEmail", "SendRawEmail", "SendBulkEmail"]),
  resourceFields: [],
  asked,
  answered,
  received,
  delivery: "async",
  wording: /\bMessageRejected\b|\bMailFromDomainNotVerified\b/,
};
