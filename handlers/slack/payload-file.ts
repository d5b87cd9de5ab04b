import { Fault } from "../../src/fault.ts";
import { payloadFile as fileOf } from "../../src/say/payload-file.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { fillPayload, payloadOf } from "./fill-payload.ts";
import type { PressHandler } from "./handler.ts";
import { hopOf } from "./hop-of.ts";
import { payloadsHiddenFor } from "./may-read.ts";
import { sendFile } from "./send-file.ts";

/** What was kept of a payload, as a file in a direct message to whoever may read it. */
export const payloadFile: PressHandler = async (bot, { aim, user, view }) => {
  const [{ hop }, hidden] = await Promise.all([hopOf(bot, aim), payloadsHiddenFor(bot, user)]);
  const file = hidden === null ? fileOf(hop, payloadOf(aim), aim.investigation) : null;
  if (file === null && hidden === null) throw new Fault("not-found", ANSWER.notRecorded);
  const note = file === null ? null : await sendFile(bot, user, file);
  if (view !== null) await fillPayload(bot, view, aim, user, note);
};
