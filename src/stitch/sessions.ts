import type { Session } from "../evidence/contents.ts";
import type { Gap } from "../record.ts";
import type { Operation } from "../services/service.ts";
import { facesOf } from "../services/table.ts";
import type { ServiceName, User } from "../span.ts";
import type { Hop, Transaction } from "../transaction.ts";

/** The id of the session that an operation is part of; null for most. */
export function sessionIdOf(one: Operation & { readonly service: ServiceName }): string | null {
  for (const face of facesOf(one.service)) {
    const id = face.sessionOf?.(one) ?? null;
    if (id !== null) return id;
  }
  return null;
}

/** What goes out to a session whose call names no more than its id goes through what the session came in by. */
export function withSessions(hops: readonly Hop[], sessions: ReadonlyMap<string, Session>): readonly Hop[] {
  if (sessions.size === 0) return hops;
  return hops.map((hop) => {
    const session = hop.resource === null ? sessionBehind(hop, sessions) : null;
    return session === null ? hop : { ...hop, resource: session.resource };
  });
}

/** What an entry's session adds to its transaction. */
export interface InSession {
  readonly user: User | null;
  readonly session: Transaction["session"];
  readonly gaps: readonly Gap[];
}

export const NO_SESSION: InSession = { user: null, session: null, gaps: [] };

/** A request's own word on who sent it (`named`) goes before that of the session which it came in. */
export function inSession(entry: Hop, named: User | null, sessions: ReadonlyMap<string, Session>): InSession {
  const id = sessionIdOf(entry);
  if (id === null) return NO_SESSION;
  const session = sessionBehind(entry, sessions);
  const user = session?.user == null ? null : { ...session.user, from: `${session.operation}: ${session.user.from}` };
  const unknown = { what: `the user of connection ${id}`, why: "nobody read how it began, which alone may name them" };
  return {
    user: named ?? user,
    session: { id, input: session?.input ?? null },
    gaps: session === null && named === null ? [unknown] : [],
  };
}

/** The session that a hop is part of, if its beginning was read, and lies before. */
function sessionBehind(hop: Hop, sessions: ReadonlyMap<string, Session>): Session | null {
  const session = sessions.get(sessionIdOf(hop) ?? "");
  return session === undefined || session.at > hop.start ? null : session;
}
