// Dates, numbers and codes in the language of the page.

import { formatDate, formatNumber, formatTime } from "../shared/language.js";

const ZONE = "Europe/Paris";
export const day = (text) => text ? formatDate(text) : "";
export const instant = (text) => text ? formatTime(text) : "";

/** A month such as 2026-09. */
export const month = (text) => formatDate(text + "-01", { month: "short", year: "numeric" });
export const number = (value) => value === null || value === undefined ? "" : formatNumber(value);

/** A share between 0 and 1. */
export const percent = (share) => formatNumber(share, { style: "percent", maximumFractionDigits: 1 });
export const euros = (amount) => formatNumber(amount, { style: "currency", currency: "EUR" });

/** A date that is known as exactly as its precision says. */
export function partialDate(date) {
  if (!date) {
    return "";
  }
  const [year, monthNumber] = date.value.split("-");
  const texts = { DAY: day(date.value), MONTH: month(`${year}-${monthNumber}`), QUARTER: `T${Math.ceil(Number(monthNumber) / 3)} ${year}` };
  return texts[date.precision] ?? year;
}

/** Today in Paris, such as 2026-09-14. */
export const today = () => dayOf(new Date());

/** The day of an instant in Paris. */
export const dayOf = (moment) => new Intl.DateTimeFormat("sv", { timeZone: ZONE }).format(new Date(moment));

/** The instant at which a day begins in Paris. */
export function midnight(text) {
  const hour = (instantText) =>
    Number(new Intl.DateTimeFormat("en", { hour: "2-digit", hourCycle: "h23", timeZone: ZONE }).format(new Date(instantText)));
  return ["+01:00", "+02:00"].map((offset) => `${text}T00:00:00${offset}`).find((one) => hour(one) === 0);
}

/** The day some days or months after another one. */
export function plus(text, { days = 0, months = 0 }) {
  const date = new Date(text + "T00:00:00Z");
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(dayOfMonth, last));
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Whole days from one day to another one. */
export const daysBetween = (from, to) => Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);

/** How many days after Monday a day is. */
const weekday = (text) => (new Date(text + "T00:00:00Z").getUTCDay() + 6) % 7;

/** The week of ISO 8601 to which a day belongs, such as 2026-W48: its Thursday is in the year. */
export function weekOf(text) {
  const thursday = plus(text, { days: 3 - weekday(text) });
  const weeks = Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7);
  return `${thursday.slice(0, 4)}-W${String(weeks + 1).padStart(2, "0")}`;
}

/** The first day of a week. The fourth of January is in the first week. */
export function mondayOf(week) {
  const [year, weeks] = week.split("-W");
  return plus(`${year}-01-04`, { days: 7 * (Number(weeks) - 1) - weekday(`${year}-01-04`) });
}

/** The academic year of a day. It begins in September. */
export function academicYear(text) {
  const [year, monthNumber] = text.split("-").map(Number);
  const first = monthNumber >= 9 ? year : year - 1;
  return `${first}-${first + 1}`;
}

/** Adds up values by key, in the order in which the keys appear. */
export function sums(items, key, value) {
  const totals = new Map();
  for (const item of items) {
    totals.set(key(item), (totals.get(key(item)) ?? 0) + value(item));
  }
  return totals;
}
