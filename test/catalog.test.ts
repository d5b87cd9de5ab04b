import assert from "node:assert/strict";
import { test } from "node:test";
import { awsPlaces, EMPTY_CATALOG, parseCatalog } from "../src/catalog.ts";
import { Fault } from "../src/fault.ts";

const FILE = "wake-or-wait.yml";

test("an empty file is a whole catalog of defaults", () => {
  for (const text of ["", "\n", "# nothing yet\n", "{}"]) assert.deepEqual(parseCatalog(text, FILE), EMPTY_CATALOG);
  assert.equal(EMPTY_CATALOG.morning, "08:00");
  assert.equal(EMPTY_CATALOG.timeZone, "UTC");
  assert.deepEqual(EMPTY_CATALOG.logs.prefixes, ["/aws/lambda/"]);
});

test("the limits of the verdict are those of the rules where nobody chose others", () => {
  const { people, anonymousRequests, addresses, share, shareRequests, criticalPeople, criticalRequests } =
    EMPTY_CATALOG.policy;
  assert.deepEqual(
    { people, anonymousRequests, addresses, share, shareRequests, criticalPeople, criticalRequests },
    {
      people: 5,
      anonymousRequests: 20,
      addresses: 5,
      share: 0.05,
      shareRequests: 10,
      criticalPeople: 2,
      criticalRequests: 3,
    },
  );
});

test("what a team knows of its system is read, and the rest filled in", () => {
  const catalog = parseCatalog(
    `
timeZone: Europe/Berlin
morning: "07:30"
apis:
  shop:
    ids: [a1b2c3d4e5]
    routes:
      POST /checkout: { customerFacing: true, businessCritical: true, runbook: "https://example.com/checkout" }
      ANY /: {}
queues:
  partner-orders: { entry: true }
policy:
  people: 3
`,
    FILE,
  );
  assert.equal(catalog.timeZone, "Europe/Berlin");
  assert.deepEqual(catalog.apis["shop"]?.routes["POST /checkout"], {
    customerFacing: true,
    businessCritical: true,
    runbook: "https://example.com/checkout",
  });
  assert.equal(catalog.queues["partner-orders"]?.entry, true);
  assert.equal(catalog.policy.people, 3);
  assert.equal(catalog.policy.criticalPeople, 2);
});

test("every mistake is named at once, each with its file and the line on which it stands", () => {
  const mistakes = mistakesIn(`# our night
timeZone: Mars/Olympus
morning: "8"
apis:
  shop:
    ids: [a]
    routes:
      POST /checkout:
        customerFacing: perhaps
      checkout please:
        customerFacing: true
    rotes: {}
polici:
  people: 1
policy:
  people: 0
  share: 5
tables:
  rides:
    owner: x
    bussinessCritical: true
users:
  paths:
    - detail.userId
    - 7
`);
  assert.deepEqual(
    mistakes.map((line) => line.replace(/^(\S+:\d+: [^:]+):.*$/, "$1")),
    [
      `${FILE}:2: timeZone`,
      `${FILE}:3: morning`,
      `${FILE}:9: apis.shop.routes.POST /checkout.customerFacing`,
      `${FILE}:10: apis.shop.routes.checkout please`,
      `${FILE}:12: apis.shop.rotes`,
      `${FILE}:13: polici`,
      `${FILE}:16: policy.people`,
      `${FILE}:17: policy.share`,
      `${FILE}:21: tables.rides.bussinessCritical`,
      `${FILE}:25: users.paths.1`,
    ],
  );
  assert.match(mistakes[0] ?? "", /write one like Europe\/Berlin$/);
  assert.match(mistakes[3] ?? "", /METHOD \/path/);
  assert.match(mistakes[4] ?? "", /nothing of this name is known$/);
});

test("a file that is no YAML names the line on which it breaks, in one line", () => {
  assert.match(mistakesIn("timeZone: UTC\napis: [\n").join("\n"), /^wake-or-wait\.yml:\d+: .+$/);
  assert.match(mistakesIn("timeZone: UTC\ntimeZone: UTC\n").join("\n"), /^wake-or-wait\.yml:2: /);
});

test("a file that is a list or a text is refused as a whole", () => {
  assert.match(mistakesIn("- one\n- two\n").join("\n"), /^wake-or-wait\.yml:1: the file: /);
  assert.match(mistakesIn("just words\n").join("\n"), /^wake-or-wait\.yml:1: the file: /);
});

test("an alias that leads nowhere, or would fill the memory, is a mistake of the file", () => {
  assert.match(mistakesIn("apis: *nothing\n").join("\n"), /^wake-or-wait\.yml:\d+: /);
  const bomb = Array.from({ length: 9 }, (_, i) => `a${i}: &a${i} [${i === 0 ? "x" : `*a${i - 1}, `.repeat(9)}]`).join(
    "\n",
  );
  assert.match(mistakesIn(bomb).join("\n"), /^wake-or-wait\.yml:\d+: /);
});

test("accounts and regions are read as places, each with the role that is assumed there", () => {
  const { accounts } = parseCatalog(
    `accounts:
  - { name: shop, account: "111122223333", regions: [eu-central-1, us-gov-west-1] }
  - { account: "000055556666", role: "arn:aws:iam::000055556666:role/on-call/wake-or-wait", externalId: x-1, regions: [eu-central-1], monitoring: true }
`,
    FILE,
  );
  const own = { name: "shop", account: "111122223333", role: null, externalId: null, monitoring: false };
  assert.deepEqual(awsPlaces({ accounts }), [
    { ...own, region: "eu-central-1" },
    { ...own, region: "us-gov-west-1" },
    {
      name: "000055556666",
      account: "000055556666",
      region: "eu-central-1",
      role: "arn:aws:iam::000055556666:role/on-call/wake-or-wait",
      externalId: "x-1",
      monitoring: true,
    },
  ]);
  assert.deepEqual(awsPlaces(parseCatalog("", FILE)), []);
});

test("what is wrong with an account is named on its line", () => {
  const said = mistakesIn(`accounts:
  - account: 111122223333
    regions: [eu-central-1]
  - account: "111122223333"
    role: arn:aws:iam::444455556666:role/wake-or-wait
    regions: []
  - account: "444455556666"
    externalId: secret
    regions:
      - Frankfurt
      - eu-central-1
      - eu-central-1
`);
  assert.deepEqual(
    said.map((line) => line.replace(`${FILE}:`, "")),
    [
      "2: accounts.0.account: Invalid input: expected string, received number",
      "5: accounts.1.role: this role is one of account 444455556666, not of 111122223333",
      "6: accounts.1.regions: Too small: expected array to have >=1 items",
      "8: accounts.2.externalId: only a role that is assumed asks for one",
      "10: accounts.2.regions.0: a region is written eu-central-1",
    ],
  );
  const twice = mistakesIn(`accounts:
  - { account: "111122223333", regions: [eu-central-1] }
  - account: "111122223333"
    regions: [eu-west-1, eu-central-1]
`);
  assert.deepEqual(twice, [`${FILE}:4: accounts.1.regions.1: 111122223333 is read in eu-central-1 already`]);
});

function mistakesIn(text: string): string[] {
  try {
    parseCatalog(text, FILE);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.code, "configuration");
    return error.message.split("\n");
  }
  assert.fail("it was read");
}
