/**
 * Slack's limits on blocks and views, as https://docs.slack.dev/reference/block-kit gives them. Lengths are in Unicode
 * code points. Where the documentation and what was measured disagree, the smaller number stands here.
 */
export const LIMITS = {
  message: {
    blocks: 50,
    /** chat.postMessage cuts here; chat.update refuses from `updateText` on. */
    text: 40_000,
    updateText: 4000,
    /** Of all text in all blocks. Undocumented: chat.postMessage answered msg_blocks_too_long from 13,172 on (bolt-js#2509). */
    totalText: 13_171,
    markdownText: 12_000,
    tables: 1,
    charts: 2,
  },
  view: { blocks: 100, title: 24, submit: 24, close: 24, privateMetadata: 3000, callbackId: 255, externalId: 255 },
  /** The whole view as JSON, in bytes. */
  viewBytes: 250_000,
  blockId: 255,
  actionId: 255,
  text: 3000,
  section: { text: 3000, fields: 10, field: 2000 },
  header: { text: 150 },
  context: { elements: 10 },
  actions: { elements: 25 },
  contextActions: { elements: 5 },
  image: { altText: 2000, title: 2000, url: 3000 },
  input: { label: 2000, hint: 2000 },
  alert: { text: 200 },
  card: { title: 150, subtitle: 150, body: 200, actions: 3 },
  carousel: { cards: 10 },
  container: { title: 150, subtitle: 150, children: 10 },
  plan: { tasks: 50 },
  table: { rows: 100, cells: 20, columnSettings: 20 },
  dataTable: { rows: 101, cells: 20, pageSize: 100, totalText: 20_000 },
  chart: { title: 50, series: 6, segments: 6, points: 20, label: 20, axisLabel: 50 },
  richText: { indent: 8 },
  button: { text: 75, value: 2000, url: 3000, accessibilityLabel: 75 },
  confirm: { title: 100, text: 300, button: 30 },
  option: { text: 75, value: 150, description: 75, url: 3000 },
  select: { options: 100, groups: 100, groupLabel: 75 },
  /** One option is taken, though older pages ask for two (python-slack-sdk#1219). */
  overflow: { options: 5 },
  choices: { options: 10 },
  placeholder: 150,
  plainTextInput: { length: 3000 },
  iconButton: { visibleTo: 10 },
  source: { url: 3000 },
} as const;
