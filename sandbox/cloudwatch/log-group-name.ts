import { z } from "zod";
import type { Service } from "./service.ts";

export const GROUP_NAME = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);
export const GROUP_IDENTIFIER = z
  .string()
  .min(1)
  .max(2048)
  .regex(/^[\w#+=/:,.@-]*$/);
export const STREAM_NAME = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/);

/** A group is named by one of these, by name or (the identifier) by name or ARN. */
export const ONE_GROUP = { logGroupName: GROUP_NAME.optional(), logGroupIdentifier: GROUP_IDENTIFIER.optional() };

export interface OneGroup {
  readonly logGroupName?: string | undefined;
  readonly logGroupIdentifier?: string | undefined;
}

/** The name in an identifier, which is a name or the ARN of a group of this account and region. */
export function nameInIdentifier({ account, region }: Service, identifier: string | undefined): string | null {
  if (identifier === undefined) return null;
  const prefix = `arn:aws:logs:${region}:${account}:log-group:`;
  return identifier.startsWith(prefix) ? identifier.slice(prefix.length) : identifier;
}

export function groupArn({ account, region }: Service, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** Whose group an identifier names: an account's own, or, by its ARN, one of an account that is linked to it. */
export function ownerOf(service: Service, identifier: string | undefined): Service {
  const owner = service.linked.find((one) => identifier?.startsWith(groupArn(one, "")));
  return owner ?? service;
}
