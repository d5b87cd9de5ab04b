import { z } from "zod";
import { blockId } from "./block-id.ts";
import { LIMITS } from "./limits.ts";
import { richText } from "./rich-text.ts";
import { textLength } from "./text-length.ts";
import { characters } from "./text-objects.ts";

const rawText = z.strictObject({ type: z.literal("raw_text"), text: characters(Number.POSITIVE_INFINITY, 1) });
const rawNumber = z.strictObject({
  type: z.literal("raw_number"),
  value: z.number(),
  text: characters(Number.POSITIVE_INFINITY, 1),
});
const cell = z.discriminatedUnion("type", [rawText, rawNumber, richText]);

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const table = z.strictObject({
  type: z.literal("table"),
  block_id: blockId,
  rows: z.array(z.array(cell).max(LIMITS.table.cells)).min(1).max(LIMITS.table.rows),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(["left", "center", "right"]).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(LIMITS.table.columnSettings)
    .optional(),
});

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block: the first row is the header, and no rich text. */
export const dataTable = z
  .strictObject({
    type: z.literal("data_table"),
    block_id: blockId,
    caption: characters(Number.POSITIVE_INFINITY, 1),
    rows: z
      .tuple([
        z
          .array(z.discriminatedUnion("type", [rawText, rawNumber]))
          .min(1)
          .max(LIMITS.dataTable.cells),
      ])
      .rest(z.array(cell).min(1).max(LIMITS.dataTable.cells))
      .refine((rows) => rows.length >= 2, { error: "must provide at least 2 items" })
      .refine((rows) => rows.length <= LIMITS.dataTable.rows, {
        error: `no more than ${LIMITS.dataTable.rows} items allowed`,
      })
      .refine(([header, ...rows]) => rows.every((row) => row.length === header.length), {
        error: "all rows must have the same number of cells",
      }),
    page_size: z.int().min(1).max(LIMITS.dataTable.pageSize).default(5),
    row_header_column_index: z.int().min(0).default(0),
  })
  .refine(({ rows }) => textLength(rows) <= LIMITS.dataTable.totalText, {
    error: `must hold no more than ${LIMITS.dataTable.totalText} characters`,
  });

const points = z
  .array(z.strictObject({ label: characters(LIMITS.chart.label, 1), value: z.number() }))
  .min(1)
  .max(LIMITS.chart.points);

const series = z
  .array(z.strictObject({ name: characters(LIMITS.chart.label, 1), data: points }))
  .min(1)
  .max(LIMITS.chart.series);

const axis_config = z.strictObject({
  categories: z.array(characters(LIMITS.chart.label, 1)).min(1).max(LIMITS.chart.points),
  x_label: characters(LIMITS.chart.axisLabel).optional(),
  y_label: characters(LIMITS.chart.axisLabel).optional(),
});

const chart = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("pie"),
    segments: z
      .array(z.strictObject({ label: characters(LIMITS.chart.label, 1), value: z.number().positive() }))
      .min(1)
      .max(LIMITS.chart.segments),
  }),
  z.strictObject({ type: z.literal("bar"), series, axis_config }),
  z.strictObject({ type: z.literal("line"), series, axis_config }),
  z.strictObject({ type: z.literal("area"), series, axis_config }),
]);

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const dataVisualization = z
  .strictObject({
    type: z.literal("data_visualization"),
    block_id: blockId,
    title: characters(LIMITS.chart.title, 1),
    chart,
  })
  .refine(
    ({ chart }) =>
      chart.type === "pie" ||
      chart.series.every(({ data }) => data.every(({ label }) => chart.axis_config.categories.includes(label))),
    { error: "every label of the data must be one of the categories", path: ["chart", "series"] },
  );

export type Cell = z.output<typeof cell>;
export type Chart = z.output<typeof chart>;
