import type { Person } from "./slack/person.ts";

/** Who is in the Slack workspace: those who are on call in PagerDuty, by the same email, and one who is not. */
export const PEOPLE: readonly Person[] = [
  { id: "U0MAYA", name: "maya", realName: "Maya Okafor", email: "maya@example.com", tz: "Etc/UTC" },
  { id: "U0OMAR", name: "omar", realName: "Omar Haddad", email: "omar@example.com", tz: "Etc/UTC" },
  { id: "U0INES", name: "ines", realName: "Ines Silva", email: "ines@example.com", tz: "Etc/UTC" },
  { id: "U0LIAM", name: "liam", realName: "Liam Byrne (sales)", email: "liam@example.com", tz: "Asia/Kolkata" },
];

/** Who is in the workspace, and not in the channel of the incidents. */
export const OUTSIDER: Person = {
  id: "U0NINA",
  name: "nina",
  realName: "Nina Petrov (temp)",
  email: "nina@example.com",
  tz: "Etc/UTC",
};

export const BOT_USER = "U0BOT";
export const GENERAL = { id: "C0GENERAL", name: "general" };
export const GROUPS = [
  { id: "S0PAYMENTS", handle: "payments", users: ["U0MAYA"] },
  { id: "S0DESK", handle: "service-desk", users: ["U0LIAM"] },
] as const;
export const CHANNEL = { id: "C0INCIDENTS", name: "incidents" };
