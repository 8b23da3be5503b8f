// The legal pages, at the end of each page.

import { h } from "./dom.js";
import { language } from "./language.js";

const LINKS = {
  accessibility: { fr: "Accessibilité : non conforme", en: "Accessibility: not conforming" },
  notice: { fr: "Mentions légales", en: "Legal notice" },
  privacy: { fr: "Données personnelles", en: "Personal data" },
};

export function footer() {
  const links = Object.entries(LINKS).map(([name, texts]) => [h("a", { href: `/legal/${name}?lang=${language()}` }, texts[language()]), " "]);
  return h("footer", {}, h("p", {}, links));
}
