/** A way in which the server fails: an error status, a proxy's HTML page in place of JSON, or no answer at all. */
export type Fault = 402 | 429 | 500 | 502 | 503 | "html" | "hang";

/** Failures to come, for the requests whose path begins with a prefix; each is used up by being answered. */
export interface Faults {
  add(pathPrefix: string, fault: Fault, times: number): void;
  /** The failure that meets this request, or null when it is to be answered properly. */
  meet(request: Request): Promise<Response> | null;
}

export function createFaults(): Faults {
  const planned: { readonly pathPrefix: string; readonly fault: Fault; left: number }[] = [];
  return {
    add(pathPrefix, fault, times) {
      planned.push({ pathPrefix, fault, left: times });
    },
    meet(request) {
      const { pathname } = new URL(request.url);
      const next = planned.find(({ pathPrefix, left }) => left > 0 && pathname.startsWith(pathPrefix));
      if (next === undefined) return null;
      next.left -= 1;
      return fail(next.fault, request);
    },
  };
}

async function fail(fault: Fault, request: Request): Promise<Response> {
  switch (fault) {
    case "hang":
      // Whoever waits gives up, or the server is stopped: both close the connection.
      await new Promise((closed) => request.signal.addEventListener("abort", closed, { once: true }));
      return new Response(null);
    case "html":
      return new Response("<html><body><h1>502 Bad Gateway</h1></body></html>", {
        status: 502,
        headers: { "content-type": "text/html" },
      });
    case 402:
      // As an account answers whose plan does not have the feature.
      return Response.json({ error: { message: "Missing Account Ability", code: 2014 } }, { status: 402 });
    case 429:
      return Response.json(
        { error: { message: "Rate Limit Exceeded", code: 2020 } },
        { status: 429, headers: { "ratelimit-limit": "960", "ratelimit-remaining": "0", "ratelimit-reset": "1" } },
      );
    default:
      return Response.json(
        { error: { message: "An internal error has occurred. PagerDuty team has been notified.", code: 2000 } },
        { status: fault },
      );
  }
}
