/** A human member of the workspace. `name` is the handle (what follows the @), `tz` an IANA time zone. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  readonly tz: string;
}
