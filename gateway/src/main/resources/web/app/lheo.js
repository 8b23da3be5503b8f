// The page of the catalogue office: what LHEO cannot show of the published trainings.

import { listPage } from "./list.js";
import { code } from "./texts.js";

export const lheoPage = listPage({
  path: "lheo-gaps",
  roles: ["catalog-manager"],
  define: () => ({
    api: "/v1/exports/lheo/gaps",
    columns: [
      "trainingCode",
      "title",
      { name: "exported", value: (one) => code("exported", String(one.exported)) },
      { name: "gaps", value: (one) => one.reasons.map(reasonText).join(", ") },
    ],
  }),
});

function reasonText(reason) {
  const text = code("lheoGap", reason.code);
  return reason.element ? `${reason.element} (${text})` : text;
}
