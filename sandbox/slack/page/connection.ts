import type { PageEvent, PageState } from "./protocol.ts";

/** What the server says to something that the person did. */
export interface Answer {
  readonly ok: boolean;
  readonly shown?: string;
  readonly errors?: Readonly<Record<string, string>>;
  readonly ts?: string;
}

/** The page's line to the server, as one person. */
export interface Connection {
  /**
   * Tells the whole state, at first and whenever the line had broken, and every change of it in between. A change may
   * be told that the state had in it already.
   */
  follow(begin: (state: PageState) => void, tell: (event: PageEvent) => void): void;
  /** Does something with the person's hands: "say", "command", "choose", "submit", "close", "shortcut". */
  act(verb: string, body: object): Promise<Answer>;
}

export function connect(me: string): Connection {
  const query = me === "" ? "" : `?as=${encodeURIComponent(me)}`;
  return {
    follow(begin, tell) {
      const stream = new EventSource(`/page/changes${query}`);
      // What changes while the state is on its way waits for it: nothing falls between the two.
      let waiting: PageEvent[] | null = [];
      stream.addEventListener("message", ({ data }) => {
        const event: PageEvent = JSON.parse(data);
        if (waiting === null) tell(event);
        else waiting.push(event);
      });
      stream.addEventListener("open", async () => {
        waiting = [];
        const response = await fetch(`/page/state${query}`).catch(() => null);
        // The stream breaks as well then, and comes again.
        if (response === null) return;
        begin(await response.json());
        const missed = waiting ?? [];
        waiting = null;
        for (const event of missed) tell(event);
      });
    },
    async act(verb, body) {
      try {
        const response = await fetch(`/page/do/${verb}${query}`, { method: "POST", body: JSON.stringify(body) });
        return await response.json();
      } catch {
        return { ok: false, shown: "The sandbox does not answer." };
      }
    },
  };
}
