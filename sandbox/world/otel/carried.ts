import { isObject, type Json, listOf, objectOf } from "../json.ts";

/** The ids that a service gave what was handed to it, in its answer: of a message, or of each event or message of several. */
export function idsIn(answer: Json): string[] {
  const { MessageId, Entries, Successful } = objectOf(answer);
  const several = [...listOf(Entries), ...listOf(Successful)].flatMap((one) => {
    const { EventId, MessageId: own } = objectOf(one);
    return [EventId, own];
  });
  return [MessageId, ...several].filter((id) => typeof id === "string");
}

/** The messages of an event that a queue or a topic handed over, each under the ids that its sender may have been told. */
export function messagesIn(event: Json): { readonly id: string; readonly sentAs: readonly string[] }[] {
  return listOf(objectOf(event)["Records"]).flatMap((one) => {
    const { messageId, body, Sns } = objectOf(one);
    const topic = objectOf(Sns)["MessageId"];
    if (typeof topic === "string") return [{ id: topic, sentAs: [topic] }];
    return typeof messageId === "string" ? [{ id: messageId, sentAs: [messageId, ...notification(body)] }] : [];
  });
}

/** The id of an event of a bus. */
export function eventIdOf(event: Json): string | null {
  const { id, "detail-type": detailType } = objectOf(event);
  return typeof id === "string" && detailType !== undefined ? id : null;
}

/** A topic that hands on to a queue wraps its message. */
function notification(body: Json | undefined): string[] {
  if (typeof body !== "string" || !body.includes('"TopicArn"')) return [];
  const inner: Json = JSON.parse(body);
  const id = isObject(inner) ? inner["MessageId"] : undefined;
  return typeof id === "string" ? [id] : [];
}
