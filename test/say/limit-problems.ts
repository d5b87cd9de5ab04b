import { checkBlocks, isTooLongForMessage } from "../../sandbox/slack/blocks/check-blocks.ts";
import { checkView } from "../../sandbox/slack/blocks/check-view.ts";
import { LIMITS } from "../../sandbox/slack/blocks/limits.ts";
import { problemText } from "../../sandbox/slack/blocks/problems.ts";

/** What Slack refuses or cuts of something that is sent, by the table by which the sandbox refuses it. */
export function limitProblems(is: object | string): string[] {
  if (typeof is === "string") return [];
  if ("type" in is) {
    const checked = checkView(is);
    const bytes = Buffer.byteLength(JSON.stringify(is));
    return [
      ...(checked.ok ? [] : checked.problems.map(problemText)),
      ...(bytes > LIMITS.viewBytes ? [`${bytes} bytes of ${LIMITS.viewBytes} that a view may have`] : []),
    ];
  }
  const blocks = "blocks" in is ? is.blocks : is;
  const text = "text" in is && typeof is.text === "string" ? is.text : null;
  const checked = checkBlocks(blocks, "message", "/blocks");
  const long = text === null ? 1 : [...text].length;
  return [
    ...(checked.ok ? [] : checked.problems.map(problemText)),
    ...(checked.ok && isTooLongForMessage(checked.value)
      ? [`more than ${LIMITS.message.totalText} characters in all blocks`]
      : []),
    ...(long === 0 || long >= LIMITS.message.updateText
      ? [`${long} characters of ${LIMITS.message.updateText} [json-pointer:/text]`]
      : []),
  ];
}
