// What a page is drawn with: elements, forms, lists, and texts in the language of the page.

export * from "../shared/language.js";
export * from "./dom.js";
export * from "./form.js";
export * from "./format.js";
export * from "./list.js";
export * from "./texts.js";
