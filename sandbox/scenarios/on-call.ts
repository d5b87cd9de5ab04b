import type { NewDirectory } from "../pagerduty/directory.ts";

/** Who is on call in this night: the PagerDuty account to which the incidents of the stories belong. */
export const ON_CALL: NewDirectory = {
  users: [
    { id: "PMAYA01", name: "Maya Okafor", email: "maya@example.com", timeZone: "UTC", jobTitle: "Platform engineer" },
    { id: "POMAR02", name: "Omar Haddad", email: "omar@example.com", timeZone: "UTC", jobTitle: "Backend engineer" },
    { id: "PINES03", name: "Ines Silva", email: "ines@example.com", timeZone: "UTC", jobTitle: "Engineering manager" },
  ],
  services: [
    { id: "PSHOP01", name: "Shop", description: "Catalog, checkout and orders", escalationPolicy: "PNIGHT1" },
    { id: "PRIDE02", name: "Rides", description: "Booking and dispatch of rides", escalationPolicy: "PNIGHT1" },
    { id: "PBILL03", name: "Billing", description: "Ledger, invoices and exports", escalationPolicy: "PNIGHT1" },
  ],
  escalationPolicies: [
    {
      id: "PNIGHT1",
      name: "One person at night, then the team",
      repeats: 2,
      levels: [
        { users: ["PMAYA01"], escalateAfterMinutes: 15 },
        { users: ["POMAR02", "PINES03"], escalateAfterMinutes: 15 },
      ],
    },
  ],
  priorities: [
    { id: "PPRIO01", name: "P1", description: "Customers cannot use the product" },
    { id: "PPRIO02", name: "P2", description: "Customers notice" },
  ],
};
