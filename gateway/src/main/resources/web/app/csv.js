// CSV for spreadsheets: written for exports, read for the rejects of an import.

// the same rule as in the files of the API, which reads the apostrophes away
const PLAIN = /^(?='*[=+\-@＝＋－＠\t\r\n])|(?<=[,;\t\r\n])(?='*[=+\-@＝＋－＠])/g;
const NEUTRALISED = /^'(?='*[=+\-@＝＋－＠\t\r\n])|(?<=[,;\t\r\n])'(?='*[=+\-@＝＋－＠])/g;

/**
 * An apostrophe precedes a text that a spreadsheet would run as a formula, also after a separator: the spreadsheet may
 * split at another one than that of the file. Numbers stay as they are.
 */
export const neutralised = (value) => typeof value === "string" ? value.replace(PLAIN, "'") : value;

export const restored = (text) => text.replace(NEUTRALISED, "");

function cell(value, separator) {
  const text = value === null || value === undefined ? "" : String(neutralised(value));
  return text.includes(separator) || /["\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

/** A byte order mark tells a spreadsheet that the text is UTF-8. French spreadsheets expect semicolons. */
export function write(rows, language) {
  const separator = language === "fr" ? ";" : ",";
  return "\uFEFF" + rows.map((row) => row.map((value) => cell(value, separator)).join(separator) + "\r\n").join("");
}

/** The rows of a CSV text, its header first. The separator is the most frequent one of the first line. */
export function read(text) {
  const content = text.replace(/^\uFEFF/, "").replace(/(\r?\n)?$/, "\n");
  const separator = separatorOf(content.split(/\r?\n/, 1)[0]);
  const cells = new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^${separator}\\r\\n]*))(${separator}|\\r?\\n)`, "g");
  const rows = [[]];
  for (const [, quoted, plain, end] of content.matchAll(cells)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== separator) {
      rows.push([]);
    }
  }
  return rows.slice(0, -1);
}

function separatorOf(line) {
  const count = (separator) => line.split(separator).length;
  return [";", ",", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Hands a text, or a file of the API, to the browser as a file. */
export function download(name, text, type = "text/csv;charset=utf-8") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
