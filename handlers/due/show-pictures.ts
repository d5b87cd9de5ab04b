import { createHash } from "node:crypto";
import type { Bot } from "../../src/bot.ts";
import { Fault, sentenceOf } from "../../src/fault.ts";
import { type Investigation, type Lease, PICTURES, type PictureName, type Uploaded } from "../../src/investigation.ts";
import type { Picture } from "../../src/pictures/panel.ts";
import { picturesOf } from "../../src/pictures/pictures-of.ts";
import type { Report, Shown } from "../../src/report.ts";
import { fromMillis } from "../../src/time.ts";
import { showRoot } from "./show-root.ts";
import { showStack } from "./show-stack.ts";

/**
 * Draws what a report shows, gives it to Slack, and puts it into the messages: after the verdict was told, because nobody waits
 * for a picture. What is drawn as before is not uploaded again; what cannot be drawn or taken is left out, and nothing else is.
 * `stale`: the incident's message has to be edited anyway, so that one edit does for both.
 */
export async function showPictures(bot: Bot, lease: Lease, report: Shown<Report>, stale: boolean): Promise<Lease> {
  const before = lease.row.pictures ?? {};
  const pictures = await uploaded(bot, lease.row, report);
  const changed = PICTURES.filter((name) => before[name]?.file !== pictures[name]?.file);
  if (changed.length === 0 && !stale) return lease;
  let shown = changed.length === 0 ? lease : await bot.store.save(lease, fromMillis(bot.room.now()), { pictures });
  try {
    if (stale || changed.some((name) => name !== "waterfall")) shown = await showRoot(bot, shown, report, "told");
    return changed.includes("waterfall") ? await showStack(bot, shown, report) : shown;
  } catch (error) {
    if (error instanceof Fault && error.code === "conflict") throw error;
    bot.log.warn({ investigation: shown.row.id, problem: sentenceOf(error) }, "the pictures could not be shown yet");
    return shown;
  }
}

async function uploaded(
  bot: Bot,
  { id, pictures = {} }: Investigation,
  report: Shown<Report>,
): Promise<NonNullable<Investigation["pictures"]>> {
  const now: Partial<Record<PictureName, Uploaded>> = {};
  const drawn = picturesOf(report);
  for (const name of PICTURES) {
    const picture = drawn[name];
    if (picture === undefined) continue;
    try {
      const one = await uploadedOnce(bot, name, picture, pictures[name]);
      if (one === null) bot.log.warn({ investigation: id, picture: name }, "a picture could not be drawn");
      else now[name] = one;
    } catch (error) {
      bot.log.warn({ investigation: id, picture: name, problem: sentenceOf(error) }, "Slack took no picture");
    }
  }
  return now;
}

async function uploadedOnce(
  bot: Bot,
  name: PictureName,
  picture: Picture,
  before?: Uploaded,
): Promise<Uploaded | null> {
  const hash = createHash("sha256").update(picture.svg).update(picture.alt).digest("base64url");
  if (before?.hash === hash) return before;
  const png = await bot.pictures.png(picture.svg);
  if (png === null) return null;
  return { hash, file: await bot.slack.upload(`${name}.png`, png, picture.alt), alt: picture.alt };
}
