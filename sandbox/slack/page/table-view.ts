import type { Cell } from "../blocks/data-blocks.ts";
import type { BlockOf } from "../blocks/layout.ts";
import { h } from "./dom.ts";
import { withEmoji } from "./mrkdwn-view.ts";
import { richTextView } from "./rich-text-view.ts";
import type { Surface } from "./surface.ts";

/** The first row is the header. */
export function tableView({ rows, column_settings }: BlockOf<"table">, surface: Surface): HTMLElement {
  const [header = [], ...body] = rows;
  const row = (cells: readonly Cell[], tag: "th" | "td") =>
    h(
      "tr",
      {},
      ...cells.map((cell, index) => {
        const { align = "left", is_wrapped = false } = column_settings?.[index] ?? {};
        return h(tag, { class: `${align} ${is_wrapped ? "wrapped" : ""}` }, cellView(cell, surface));
      }),
    );
  return h(
    "div",
    { class: "table-holder", tabindex: 0 },
    h("table", {}, h("thead", {}, row(header, "th")), h("tbody", {}, ...body.map((cells) => row(cells, "td")))),
  );
}

/** A data table is sorted by a press on a column's head, and paged. */
export function dataTableView(block: BlockOf<"data_table">, surface: Surface): HTMLElement {
  const [header, ...rows] = block.rows;
  const holder = h("div", { class: "data-table" });
  let sortedBy: { column: number; descending: boolean } | null = null;
  let page = 0;

  function sort(column: number): void {
    sortedBy = { column, descending: sortedBy?.column === column && !sortedBy.descending };
    page = 0;
    draw();
  }
  function draw(): void {
    const sorted = sortedBy === null ? rows : sortRows(rows, sortedBy);
    const pages = Math.max(1, Math.ceil(rows.length / block.page_size));
    const shown = sorted.slice(page * block.page_size, (page + 1) * block.page_size);
    const turn = (by: number, label: string, disabled: boolean) =>
      h("button", { type: "button", class: "button", disabled, onclick: () => turnTo(page + by) }, label);
    holder.replaceChildren(
      h(
        "div",
        { class: "table-holder", tabindex: 0 },
        h(
          "table",
          {},
          h("caption", {}, block.caption),
          h(
            "thead",
            {},
            h("tr", {}, ...header.map((cell, column) => headView(cell, column, sortedBy, () => sort(column)))),
          ),
          h("tbody", {}, ...shown.map((row) => rowView(row, block.row_header_column_index, surface))),
        ),
      ),
      pages > 1
        ? h(
            "div",
            { class: "pager" },
            turn(-1, "Previous", page === 0),
            ` ${page + 1} of ${pages} `,
            turn(1, "Next", page === pages - 1),
          )
        : "",
    );
  }
  function turnTo(number: number): void {
    page = number;
    draw();
  }
  draw();
  return holder;
}

function headView(
  cell: Cell,
  column: number,
  sortedBy: { column: number; descending: boolean } | null,
  onclick: () => void,
): HTMLElement {
  const direction = sortedBy?.column !== column ? null : sortedBy.descending ? "descending" : "ascending";
  const mark = direction === null ? "" : direction === "ascending" ? " ▲" : " ▼";
  return h(
    "th",
    { scope: "col", "aria-sort": direction },
    h("button", { type: "button", onclick }, `${cellText(cell)}${mark}`),
  );
}

function rowView(row: readonly Cell[], headerColumn: number, surface: Surface): HTMLElement {
  return h(
    "tr",
    {},
    ...row.map((cell, column) => {
      const attributes = { class: cell.type === "raw_number" ? "right" : "left" };
      return column === headerColumn
        ? h("th", { ...attributes, scope: "row" }, cellView(cell, surface))
        : h("td", attributes, cellView(cell, surface));
    }),
  );
}

function sortRows(
  rows: readonly (readonly Cell[])[],
  { column, descending }: { column: number; descending: boolean },
): (readonly Cell[])[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === undefined || right === undefined) return 0;
    const order =
      left.type === "raw_number" && right.type === "raw_number"
        ? left.value - right.value
        : cellText(left).localeCompare(cellText(right));
    return descending ? -order : order;
  });
}

function cellView(cell: Cell, surface: Surface): Node | string {
  return cell.type === "rich_text" ? richTextView(cell, surface) : withEmoji(cell.text);
}

function cellText(cell: Cell): string {
  return cell.type === "rich_text" ? JSON.stringify(cell.elements) : cell.text;
}
