// The language of the page: French or English.

const STORED = "language";
let current = "en";

/**
 * Chooses the language: the parameter `lang` of the address, else the last choice on this device, else the preferred
 * one ("fr" or "en"), else the browser's.
 */
export function startLanguage(preferred = null) {
  const asked = new URLSearchParams(location.search).get("lang");
  const browser = (navigator.language ?? "").toLowerCase().startsWith("fr") ? "fr" : "en";
  const known = [asked, stored(), preferred, browser].find((language) => language === "fr" || language === "en");
  apply(known);
  return known;
}

export function language() {
  return current;
}

/** Changes the language, remembers it on this device and sends the event `languagechosen` to the document. */
export function chooseLanguage(chosen) {
  apply(chosen);
  try {
    localStorage.setItem(STORED, chosen);
  } catch {
    // A browser without storage asks again at the next visit.
  }
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(history.state, "", address);
  document.dispatchEvent(new CustomEvent("languagechosen", { detail: chosen }));
}

/**
 * Returns a function for texts of the form `{ fr: { key: "…{name}…" }, en: { … } }`. It returns the text of the key in
 * the current language, with the values in place of the names. `{name, plural, one {# row} other {# rows}}` takes the
 * form for the number and the formatted number for #. An unknown key is returned as it is.
 */
export function translator(texts) {
  return (key, values = {}) =>
    (texts[current][key] ?? key)
      .replace(/\{(\w+), plural, one \{([^{}]*)\} other \{([^{}]*)\}\}/g, (all, name, one, other) =>
        plural(values[name], one, other).replaceAll("#", formatNumber(values[name])),
      )
      .replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/** The form of a text for this number. */
export function plural(number, one, other) {
  return new Intl.PluralRules(current).select(number) === "one" ? one : other;
}

/** A name and its value, with the colon of the language. */
export function labelled(name, value) {
  return name + (current === "fr" ? "\u00a0: " : ": ") + value;
}

export function formatNumber(number, options = {}) {
  return new Intl.NumberFormat(current, options).format(number);
}

/** A day (2026-11-26) or a time (2026-11-26T20:00:00Z), in Paris. */
export function formatDate(text, options = { dateStyle: "medium" }) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(day ? text + "T12:00:00Z" : text);
  return new Intl.DateTimeFormat(current, { ...options, timeZone: "Europe/Paris" }).format(date);
}

export function formatTime(text) {
  return formatDate(text, { dateStyle: "medium", timeStyle: "short" });
}

function apply(chosen) {
  current = chosen;
  document.documentElement.lang = chosen;
}

function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
