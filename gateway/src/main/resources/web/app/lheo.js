// The page of the catalogue office: what LHEO cannot show of the published trainings.

import { get } from "../shared/api.js";
import { showList } from "./list.js";
import { code } from "./texts.js";

const lheoPage = {
  path: "lheo-gaps",
  roles: ["catalog-manager"],
  menu: true,
  show: (main, address) =>
    showList(main, address, {
      name: "lheo-gaps",
      page: (filter, cursor, limit) => get("/v1/exports/lheo/gaps", { cursor, limit }),
      columns: [
        { name: "trainingCode", value: (one) => one.trainingCode },
        { name: "title", value: (one) => one.title },
        { name: "exported", value: (one) => code("exported", String(one.exported)) },
        { name: "gaps", value: (one) => one.reasons.map(reasonText).join(", ") },
      ],
    }),
};

function reasonText(reason) {
  const text = code("lheoGap", reason.code);
  return reason.element ? `${reason.element} (${text})` : text;
}

export const lheoPages = [lheoPage];
