/** One account in one region that is read, as the catalog names it. */
export interface AwsPlace {
  /** What the team calls the account; its number where it has no name. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Null: with the credentials that the process has. */
  readonly role: string | null;
  readonly externalId: string | null;
  /** It sees the log groups of the accounts that are linked to it. */
  readonly monitoring: boolean;
}

/** As people read it: "payments (111122223333, eu-central-1)". */
export function placeText({ name, account, region }: AwsPlace): string {
  return name === account ? `${account}, ${region}` : `${name} (${account}, ${region})`;
}
