// Charts in SVG. Behind each chart is a table with the same numbers, which is printed and can be exported.

import { h, svg, table } from "./dom.js";
import { download, write } from "./csv.js";
import { number, percent } from "./format.js";
import { language } from "../shared/language.js";
import { t } from "./texts.js";

const WIDTH = 640;
const LABELS = 230;
const TEXT = 110;
const BAR = 16;
const GAP = 10;
const LONGEST_LABEL = 34;

/** What a picture of a drawing keeps of the style sheet. */
const LOOK = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight"];

/** The drawing as a file of SVG, with the colours and fonts that it has in the page. */
function pictureOf(drawing) {
  const copy = drawing.cloneNode(true);
  const parts = copy.querySelectorAll("*");
  drawing.querySelectorAll("*").forEach((one, i) => {
    const style = getComputedStyle(one);
    LOOK.forEach((name) => parts[i].setAttribute(name, style.getPropertyValue(name)));
  });
  copy.prepend(svg("rect", { width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor }));
  return new XMLSerializer().serializeToString(copy);
}

/**
 * A figure with its definition and its table. The numbers are saved as CSV, the drawing as a picture.
 *
 * @param figure `name` (the file), `title`, `definition` (what is counted), `drawing` (an element), `header`, `rows`
 *   (arrays; a share is `{share}`), `numbers` (indexes of columns with numbers)
 */
export function figure({ name, title, definition, drawing, header, rows, numbers }) {
  const shown = rows.map((row) => row.map((cell) => (cell?.share !== undefined ? percent(cell.share) : typeof cell === "number" ? number(cell) : cell)));
  const plain = rows.map((row) => row.map((cell) => (cell?.share !== undefined ? cell.share : cell)));
  const ofTitle = () => h("span", { class: "hidden-text" }, ` ${title}`);
  const button = (text, save) => h("button", { type: "button", onclick: save }, t(text), ofTitle());
  const content = () => [
    drawing,
    h("details", {}, h("summary", {}, t("chart.table"), ofTitle()), table(title, header, shown, { numbers, hideCaption: true })),
    h("p", { class: "row export" }, [
      button("list.export", () => download(`${name}.csv`, write([header, ...plain], language()))),
      drawing ? button("chart.picture", () => download(`${name}.svg`, pictureOf(drawing), "image/svg+xml")) : null,
    ]),
  ];
  const caption = h("figcaption", {}, h("h2", {}, title), definition ? h("p", { class: "quiet" }, definition) : null);
  return h("figure", { class: "chart" }, caption, rows.length > 0 ? content() : h("p", {}, t("chart.empty")));
}

/**
 * Horizontal bars, one group for each label.
 *
 * @param title the accessible name
 * @param rows `{label, values}`; each value is a bar
 * @param series the names of the values; a legend is drawn for more than one
 * @param text what is written beside the bar of a value, its row and its series; the number when absent
 */
export function bars(title, rows, series, text = (value) => number(value)) {
  const highest = Math.max(1, ...rows.flatMap((row) => row.values));
  const group = BAR * series.length + GAP;
  const legend = series.length > 1 ? 26 : 4;
  const scale = (WIDTH - LABELS - TEXT) / highest;
  return svg(
    "svg",
    { class: "bars", viewBox: `0 0 ${WIDTH} ${legend + rows.length * group}`, role: "img", "aria-label": title },
    series.length > 1
      ? series.map((name, i) => [
          svg("rect", { class: `series-${i + 1}`, x: LABELS + i * 180, y: 4, width: 12, height: 12 }),
          svg("text", { x: LABELS + 18 + i * 180, y: 14 }, name),
        ])
      : null,
    rows.map((row, r) => {
      const top = legend + r * group;
      return [
        svg("text", { x: LABELS - 8, y: top + (BAR * series.length) / 2 + 5, "text-anchor": "end" }, svg("title", {}, row.label), shortened(row.label)),
        row.values.map((value, i) => [
          svg("rect", { class: `series-${i + 1}`, x: LABELS, y: top + i * BAR, width: Math.max(1, value * scale), height: BAR - 2 }),
          svg("text", { x: LABELS + value * scale + 6, y: top + i * BAR + 12 }, text(value, row, i)),
        ]),
      ];
    }),
  );
}

function shortened(label) {
  return label.length > LONGEST_LABEL ? label.slice(0, LONGEST_LABEL - 1) + "…" : label;
}

/**
 * A time line.
 *
 * @param title the accessible name
 * @param spans `{from, to, kind, label}` in order of time; `kind` is a class
 * @param marks `{on, label}`: events
 */
export function timeline(title, spans, marks) {
  const days = [...spans.flatMap((span) => [span.from, span.to]), ...marks.map((mark) => mark.on)].map(Date.parse);
  const first = Math.min(...days);
  const last = Math.max(...days, first + 1);
  const x = (date) => 10 + ((Date.parse(date) - first) / (last - first)) * (WIDTH - 20);
  const years = [];
  for (let year = new Date(first).getUTCFullYear() + 1; year <= new Date(last).getUTCFullYear(); year++) {
    years.push(year);
  }
  const every = Math.ceil(years.length / 10);
  return svg(
    "svg",
    { class: "timeline", viewBox: `0 0 ${WIDTH} 90`, role: "img", "aria-label": title },
    spans.map((span) => {
      const width = Math.max(2, x(span.to) - x(span.from));
      return [
        svg("rect", { class: `span ${span.kind}`, x: x(span.from), y: 30, width, height: 26 }, svg("title", {}, span.label)),
        width > 90 ? svg("text", { class: "on-span", x: x(span.from) + 6, y: 48 }, span.label) : null,
      ];
    }),
    marks.map((mark) => svg("circle", { class: "mark", cx: x(mark.on), cy: 20, r: 5 }, svg("title", {}, mark.label))),
    years
      .filter((_, i) => i % every === 0)
      .map((year) => [
        svg("line", { x1: x(`${year}-01-01`), x2: x(`${year}-01-01`), y1: 58, y2: 66 }),
        svg("text", { x: x(`${year}-01-01`), y: 80, "text-anchor": "middle" }, String(year)),
      ]),
  );
}

/** Opens every table before the page is printed. */
export function printTables() {
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("figure.chart details")) {
      details.open = true;
    }
  });
}
