/** Names of fields whose value is a secret whatever it looks like. Compared as `plain` writes them. */
const SECRET_NAMES = new Set(["cookies", "xamzsignature", "cardnumber", "cvc", "cvv", "pin", "ssn", "iban"]);
/** However such a name begins: `DB_PASSWORD`, `stripeSecretKey`, `spring.datasource.password`. */
const ENDINGS = [
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "secret",
  "secretkey",
  "accesskey",
  "accountkey",
  "privatekey",
  "signingkey",
  "apikey",
  "token",
  "cookie",
  "authorization",
  "connectionstring",
  "databaseurl",
] as const;
/** What ends like a secret, and is the place in a list, an id of a request, or what an error is called. */
const HARMLESS =
  /(?:next|page|paging|pagination|continuation|cursor|starting|(?<!oauth)request|client|idempotency|task|invalid|expired|missing|malformed|unexpected|unknown)token$|(?:invalid|wrong|missing|bad|forgot|forgotten|reset|change|update)password$/;

/** Whether a field's name says that its value is a secret. `more`: names that the team adds. */
export function secretNames(more: readonly string[]): (name: string) => boolean {
  const names = new Set([...SECRET_NAMES, ...more.map(plain)]);
  return (name) => {
    const one = plain(name);
    return names.has(one) || (ENDINGS.some((ending) => one.endsWith(ending)) && !HARMLESS.test(one));
  };
}

/** Without case, dashes, underscores and dots. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, "");
}
