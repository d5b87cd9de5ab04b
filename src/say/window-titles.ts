/** What stands above a window. Slack takes 24 characters. */
export const WINDOW = {
  hop: "Hop",
  users: "Who is hit",
  waterfall: "Where the time went",
  trouble: "That did not work",
} as const;
