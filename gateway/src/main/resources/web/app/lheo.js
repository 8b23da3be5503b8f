// The page of the catalogue office: what LHEO cannot show of the published trainings.

import { code, listPage } from "./ui.js";

export const lheoPage = listPage({
  path: "lheo-gaps",
  roles: ["catalog-manager"],
  define: () => ({
    api: "/v1/exports/lheo/gaps",
    columns: [
      "trainingCode",
      "title",
      { name: "exported", value: (one) => code("exported", String(one.exported)) },
      { name: "gaps", value: (one) => one.reasons.map(({ element, code: gap }) => (element ? `${element} (${code("lheoGap", gap)})` : code("lheoGap", gap))).join(", ") },
    ],
  }),
});
