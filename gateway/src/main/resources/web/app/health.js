// The health of the parts, for operations staff: versions, starts, the database and the broker of each service.

import { accessToken } from "../shared/sign-in.js";
import { append, code, h, instant, t, table } from "./ui.js";

/** /health answers 503 with the same body when a part is down. */
async function health() {
  const answer = await fetch("/health", { cache: "no-store", headers: { Authorization: `Bearer ${await accessToken()}` } });
  return answer.json();
}

export async function partsDown() {
  const { parts } = await health();
  return Object.entries(parts).filter(([, status]) => status !== "UP");
}

const state = (status) => h("span", { class: status === "UP" ? "good" : "bad" }, code("partState", status));

export const healthPage = {
  path: "health",
  roles: ["ops"],
  menu: true,
  show: async (main, address) => {
    const { status, lastChange, details, history = [] } = await health();
    const title = t("health.parts");
    append(main, [
      h("p", { class: `message ${status === "UP" ? "good" : "bad"}` }, t(status === "UP" ? "health.up" : "health.down"), " ", t("health.lastChange", instant(lastChange))),
      table(
        title,
        ["part", "state", "since", "failing", "postgresql", "kafka", "version", "startedAt"].map((name) => t(`health.${name}`)),
        Object.entries(details).map(([name, one]) => [
          code("part", name),
          state(one.status),
          instant(one.since),
          (one.failing ?? []).map((check) => code("failing", check)).join(", "),
          one.postgresql ? state(one.postgresql) : "",
          one.waitingEvents === undefined ? "" : t("health.waitingEvents", one.waitingEvents),
          one.version ?? "",
          instant(one.startedAt),
        ]),
        { hideCaption: true },
      ),
      h("p", { class: "quiet" }, t("health.kafkaDefinition")),
      history.length === 0
        ? null
        : table(t("health.history"), ["since", "part", "state"].map((name) => t(`health.${name}`)), history.map((one) => [instant(one.at), code("part", one.part), state(one.status)])),
      h("p", {}, h("button", { type: "button", onclick: () => address.again() }, t("health.again"))),
    ]);
  },
};
