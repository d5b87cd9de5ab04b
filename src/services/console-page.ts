import { type AwsRegion, awsRegion } from "./aws-region.ts";

/** A page of the console that is about one resource: `name` is fit for a URL. */
type Page = (name: string, at: AwsRegion) => string;

/**
 * The address of a page of AWS's console; null where the region or the resource is not known, or the name is none that the service
 * gives: a wrong page is worse than none. Names come from log lines: whatever `shape` lets through is encoded on top of that.
 */
export function consolePage(region: string | null, name: string | null, shape: RegExp, page: Page): string | null {
  const at = awsRegion(region);
  if (at === null || name === null || !shape.test(name)) return null;
  return `https://${at.name}.${at.console}/${page(encodeURIComponent(name), at)}`;
}
