import { arrayAt, isObject, type JsonObject, objectAt, textAt } from "../json.ts";
import { parseTime } from "../time.ts";
import { arrivalOf } from "./arrival.ts";
import { callMetadata } from "./aws-call.ts";
import { handedOn } from "./handed-on.ts";
import { itemFailures } from "./item-failures.ts";
import type { Answered, Asked, Received, ReceivedItem, Service } from "./service.ts";

/** SES's own ids: `010701f7b2662d88-2b725b8d-1a51-46ac-9100-04ab8674a75a-000000`. */
const MAIL_ID = /^[0-9a-f]{16}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{6}$/;

function asked(input: JsonObject): Asked | null {
  const from = textAt(input, "FromEmailAddress") ?? textAt(input, "Source") ?? textAt(input, "DefaultFromEmailAddress");
  const bulk = input["BulkEmailEntries"] !== undefined || input["Destinations"] !== undefined;
  const raw = isObject(input["RawMessage"]);
  const operation = raw ? "SendRawEmail" : bulk ? "SendBulkEmail" : isObject(input["Destination"]) ? "SendEmail" : null;
  if (operation === null || (from === null && !raw)) return null;
  return { operation, resource: from?.split("@").at(-1)?.replace(/>$/, "") ?? null, keys: [] };
}

function answered(output: JsonObject, paired: boolean): Answered | null {
  return ofBulk(output) ?? ofOne(output, paired);
}

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendBulkEmail.html */
function ofBulk(output: JsonObject): Answered | null {
  const results = arrayAt(output, "BulkEmailEntryResults");
  if (results.length === 0) return null;
  const failed = results.filter((one) => !/^success$/i.test(textAt(one, "Status") ?? ""));
  return {
    operation: "SendBulkEmail",
    keys: results.flatMap((one, item) => {
      const id = textAt(one, "MessageId");
      return handedOn("external", id, `BulkEmailEntryResults[${item}].MessageId`, item);
    }),
    partial: itemFailures("mails", "not sent", failed, "Status", "Error"),
  };
}

function ofOne(output: JsonObject, paired: boolean): Answered | null {
  const id = textAt(output, "MessageId");
  if (id === null || !MAIL_ID.test(id) || !(paired || callMetadata(output) !== null)) return null;
  return { operation: "SendEmail", keys: handedOn("external", id, "MessageId"), partial: null };
}

/**
 * A mail that came in, or what became of one that was sent: a notification about a mail carries the id that SendEmail
 * answered. https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
function received(event: JsonObject): Received | null {
  const notified = isObject(event["mail"]) ? (textAt(event, "notificationType") ?? textAt(event, "eventType")) : null;
  const items =
    notified === null
      ? arrayAt(event, "Records").flatMap((record, item) => {
          const mail = textAt(record, "eventSource") === "aws:ses" ? objectAt(record, "ses") : null;
          return mail === null ? [] : [itemOf(mail, "Receive", `Records[${item}].ses.`)];
        })
      : [itemOf(event, notified, "")];
  if (items.length === 0) return null;
  return {
    items,
    // A receipt is SES's own notification as well, but of a mail that came from outside.
    arrival: arrivalOf("event", {
      name: items[0]?.resource ?? null,
      root: notified === null || notified === "Received",
    }),
  };
}

function itemOf(of: JsonObject, operation: string, place: string): ReceivedItem {
  const id = textAt(of, "mail", "messageId");
  return {
    operation,
    resource: textAt(of, "mail", "source")?.split("@").at(-1) ?? null,
    account: textAt(of, "mail", "sendingAccountId"),
    region: null,
    ids: id === null ? [] : [{ kind: "external", value: id, path: `${place}mail.messageId` }],
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
  xray: {
    origins: ["AWS::SES"],
    calls: ["ses", "sesv2", "email", "simpleemailservice", "simpleemailservicev2"],
    resource: (segment) => textAt(segment, "aws", "resource_names", 0),
  },
  wording: /\bMessageRejected\b|\bMailFromDomainNotVerified\b/,
};
