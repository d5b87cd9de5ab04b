import type { HealthyView } from "../comparison.ts";
import { many } from "../many.ts";

type Difference = NonNullable<HealthyView["differs"]>;

const WHAT: Readonly<Record<Difference["in"], (path: string | null) => string>> = {
  outcome: () => "this step ends",
  route: (path) => (path === null ? "this step is" : `the call of ${path} is`),
  input: (path) => `${path ?? "what goes in"} is`,
  output: (path) => `${path ?? "what comes out"} is`,
  duration: () => "this step takes",
  environment: (path) => (path?.includes(", ") === true ? `its variables ${path} are` : `its variable ${path} is`),
  version: () => "the function is version",
};

/** How a hop goes in healthy requests, where it is the first that differs: `In 5 healthy requests this step ends ok; here throttled.` */
export function healthyLine(healthy: HealthyView | null | undefined, hop: string): string | null {
  const differs = healthy?.differs;
  if (healthy == null || differs == null || differs.hop !== hop) return null;
  const what = WHAT[differs.in](differs.path);
  const where = differs.in === "input" || differs.in === "output" ? ` in the ${differs.in}` : "";
  return `In ${many(healthy.compared, "healthy request")} ${what} ${differs.healthy}${where}; here ${differs.failing}.`;
}
