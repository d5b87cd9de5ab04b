import type { Chart } from "../blocks/data-blocks.ts";
import type { BlockOf } from "../blocks/layout.ts";
import { h, svg } from "./dom.ts";

/** In user units: the picture scales with its column. */
const WIDTH = 480;
const HEIGHT = 220;
const MARGIN = { left: 44, right: 8, top: 8, bottom: 40 };
const PLOT = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };

type XyChart = Exclude<Chart, { type: "pie" }>;

export function chartView({ title, chart }: BlockOf<"data_visualization">): HTMLElement {
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title },
    ...(chart.type === "pie" ? pie(chart) : xy(chart)),
  );
  const names = chart.type === "pie" ? chart.segments.map(({ label }) => label) : chart.series.map(({ name }) => name);
  const legend = names.map((name, index) => h("li", {}, h("span", { class: `swatch series-${index}` }), name));
  return h("figure", { class: "chart" }, h("figcaption", {}, title), picture, h("ul", {}, ...legend));
}

function pie({ segments }: Extract<Chart, { type: "pie" }>): SVGElement[] {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  const [x, y, radius] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 12];
  const at = (share: number) => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
  };
  let from = 0;
  return segments.map(({ label, value }, index) => {
    // A whole circle has no two ends: one that is nearly whole looks the same.
    const to = from + Math.min(value / total, 0.9999);
    const d = `M ${x} ${y} L ${at(from)} A ${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
    from = to;
    return svg("path", { class: `fill series-${index}`, d }, svg("title", {}, `${label}: ${value}`));
  });
}

function xy(chart: XyChart): SVGElement[] {
  const { categories, x_label, y_label } = chart.axis_config;
  const values = chart.series.flatMap(({ data }) => data.map(({ value }) => value));
  const [low, high] = [Math.min(0, ...values), Math.max(...values, 0)];
  const span = high - low || 1;
  const y = (value: number) => MARGIN.top + PLOT.height * (1 - (value - low) / span);
  const slot = PLOT.width / categories.length;
  const x = (index: number) => MARGIN.left + slot * (index + 0.5);
  const ticks = [low, low + span / 2, low + span].map((value) => [
    svg("line", { class: "grid", x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: y(value), y2: y(value) }),
    svg("text", { x: MARGIN.left - 6, y: y(value) + 4, "text-anchor": "end" }, short(value)),
  ]);
  // Every label where there is room for eight, else every second, third…
  const every = Math.ceil(categories.length / 8);
  const labels = categories.map((category, index) =>
    index % every === 0
      ? [svg("text", { x: x(index), y: HEIGHT - MARGIN.bottom + 16, "text-anchor": "middle" }, category)]
      : [],
  );
  return [
    ...ticks.flat(),
    ...labels.flat(),
    ...(x_label === undefined
      ? []
      : [svg("text", { x: MARGIN.left + PLOT.width / 2, y: HEIGHT - 6, "text-anchor": "middle" }, x_label)]),
    ...(y_label === undefined
      ? []
      : [
          svg(
            "text",
            { x: 10, y: HEIGHT / 2, "text-anchor": "middle", transform: `rotate(-90 10 ${HEIGHT / 2})` },
            y_label,
          ),
        ]),
    ...chart.series.flatMap((series, index) => {
      const points = series.data.map(({ label, value }) => ({
        x: x(categories.indexOf(label)),
        y: y(value),
        label,
        value,
      }));
      return chart.type === "bar"
        ? bars(points, { index, of: chart.series.length, slot, zero: y(0) })
        : curve(points, { index, isArea: chart.type === "area", zero: y(0) });
    }),
  ];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly value: number;
}

function bars(
  points: readonly Point[],
  { index, of, slot, zero }: { index: number; of: number; slot: number; zero: number },
): SVGElement[] {
  const width = (slot * 0.8) / of;
  return points.map((point) =>
    svg(
      "rect",
      {
        class: `fill series-${index}`,
        x: point.x - slot * 0.4 + width * index,
        y: Math.min(point.y, zero),
        width,
        height: Math.abs(zero - point.y),
      },
      svg("title", {}, `${point.label}: ${point.value}`),
    ),
  );
}

function curve(
  points: readonly Point[],
  { index, isArea, zero }: { index: number; isArea: boolean; zero: number },
): SVGElement[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const line = points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"} ${x} ${y}`).join(" ");
  return [
    ...(isArea
      ? [svg("path", { class: `area series-${index}`, d: `${line} L ${last.x} ${zero} L ${first.x} ${zero} Z` })]
      : []),
    svg("path", { class: `line series-${index}`, d: line }),
    ...points.map(({ x, y, label, value }) =>
      svg("circle", { class: `fill series-${index}`, cx: x, cy: y, r: 2.5 }, svg("title", {}, `${label}: ${value}`)),
    ),
  ];
}

function short(value: number): string {
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 }).format(value);
}
