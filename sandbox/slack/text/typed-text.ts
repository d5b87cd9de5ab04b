import { encodeEntities } from "./mrkdwn.ts";

/** What an @handle or a #channel that somebody types stands for: an id, or null for mere words. */
export interface Directory {
  userId(handle: string): string | null;
  channelId(name: string): string | null;
}

/**
 * What a person typed into a message box, as the text of the message: & < > are escaped, known handles and channels
 * become mentions, URLs become links. A well-formed `<@U…>` is kept: completion has put it there.
 */
export function typedText(typed: string, directory: Directory): string {
  return typed
    .split(/(<@[UW]\w+>|https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)"'])/)
    .map((piece) => {
      if (piece.startsWith("<@")) return piece;
      return /^https?:\/\//.test(piece) ? `<${encodeEntities(piece)}>` : mentions(encodeEntities(piece), directory);
    })
    .join("");
}

function mentions(text: string, directory: Directory): string {
  return text.replaceAll(/(?<![\p{L}\p{N}_])([@#])([\p{L}\p{N}._-]*[\p{L}\p{N}_-])/gu, (whole, sign, name: string) => {
    if (sign === "#") {
      const channel = directory.channelId(name);
      return channel === null ? whole : `<#${channel}|${name}>`;
    }
    if (name === "here" || name === "channel" || name === "everyone") return `<!${name}>`;
    const user = directory.userId(name);
    return user === null ? whole : `<@${user}>`;
  });
}
