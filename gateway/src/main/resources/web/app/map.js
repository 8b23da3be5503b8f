// A map of the departments: one tile each, roughly where the department lies.

import { labelled } from "../shared/language.js";
import { svg } from "./dom.js";

/** Codes by row; a dot is an empty place. The overseas departments are in the first column. */
export const GRID = [
  "  .   .   .   .   .   .   62  59  .   .   .   .",
  "  .   .   .   .   76  80  60  02  08  .   .   .",
  "  .   .   50  14  27  95  93  77  51  55  57  67",
  "  29  22  35  61  78  92  75  94  10  52  54  68",
  "  .   56  53  72  28  91  45  89  21  70  88  90",
  "  .   44  49  37  41  36  18  58  71  39  25  .",
  "  .   85  79  86  87  23  03  42  69  01  74  .",
  "  971 17  16  24  19  15  63  43  38  73  .   .",
  "  972 33  47  46  12  48  07  26  05  .   .   .",
  "  973 40  32  82  81  34  30  84  04  06  .   .",
  "  974 64  65  31  11  .   .   13  83  .   .   2B",
  "  976 .   .   09  66  .   .   .   .   .   .   2A",
].map((row) => row.trim().split(/\s+/));

const TILE = 44;
const LEVELS = 5;

/**
 * The map.
 *
 * @param title the accessible name
 * @param counts a Map of numbers by department code
 * @param address the address behind a department, or nothing
 */
export function departmentMap(title, counts, address) {
  const highest = Math.max(1, ...counts.values());
  const tiles = GRID.flatMap((row, y) =>
    row.map((code, x) => (code === "." ? null : tile(code, x, y, counts.get(code) ?? 0, highest, address))),
  );
  return svg(
    "svg",
    {
      class: "map",
      viewBox: `0 0 ${GRID[0].length * TILE} ${GRID.length * TILE}`,
      role: address ? "group" : "img",
      "aria-label": title,
    },
    tiles,
  );
}

function tile(code, x, y, count, highest, address) {
  const level = count === 0 ? 0 : Math.ceil((count / highest) * LEVELS);
  const content = [
    svg("title", {}, labelled(code, count)),
    svg("rect", { class: `level-${level}`, x: x * TILE + 1, y: y * TILE + 1, width: TILE - 2, height: TILE - 2, rx: 4 }),
    svg("text", { class: `on-level-${level}`, x: x * TILE + TILE / 2, y: y * TILE + 18, "text-anchor": "middle" }, code),
    count > 0
      ? svg("text", { class: `count on-level-${level}`, x: x * TILE + TILE / 2, y: y * TILE + 35, "text-anchor": "middle" }, String(count))
      : null,
  ];
  return address && count > 0
    ? svg("a", { href: address(code), "aria-label": labelled(code, count) }, content)
    : svg("g", {}, content);
}
