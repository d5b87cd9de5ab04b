import type { TraceView } from "../streams-view.ts";
import { consolePage } from "./console-page.ts";

/** A trace that X-Ray has. */
export function tracePage({ id, region }: TraceView): string | null {
  return consolePage(
    region,
    id,
    /^1-[0-9a-f]{8}-[0-9a-f]{24}$/,
    (trace, { name }) => `cloudwatch/home?region=${name}#xray:traces/${trace}`,
  );
}
