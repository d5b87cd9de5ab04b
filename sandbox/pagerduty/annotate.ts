import { type Account, record } from "./account.ts";
import type { Act, Incident, Note, StatusUpdate } from "./incident.ts";
import { newId } from "./new-id.ts";
import { invalidInput, productLimit } from "./refusal.ts";

const MOST_NOTES = 2000;
const LONGEST_NOTE_BYTES = 65_535;

export function annotate(account: Account, incident: Incident, userId: string, content: string, act: Act): Note {
  if (content.trim() === "") throw invalidInput(["Content cannot be empty."]);
  if (Buffer.byteLength(content) > LONGEST_NOTE_BYTES) throw invalidInput(["Content is too long."]);
  if (incident.notes.length >= MOST_NOTES) throw productLimit();
  const note: Note = { id: newId("P", 7), userId, content, at: act.at };
  incident.notes.push(note);
  record(incident, act, { type: "annotate_log_entry", content });
  account.publish({ type: "incident.annotated", incident, note, act });
  return note;
}

/** Tells the stakeholders, who are not modelled: what remains is the log entry and the webhook. */
export function publishStatusUpdate(
  account: Account,
  incident: Incident,
  userId: string,
  message: string,
  act: Act,
): StatusUpdate {
  if (message.trim() === "") throw invalidInput(["Message cannot be empty."]);
  const statusUpdate: StatusUpdate = { id: newId("P", 7), userId, message, at: act.at };
  incident.statusUpdates.push(statusUpdate);
  record(incident, act, { type: "status_update_log_entry", message });
  account.publish({ type: "incident.status_update_published", incident, statusUpdate, act });
  return statusUpdate;
}
