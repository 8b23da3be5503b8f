// What a page reads and writes, and what the person may do.

export * from "../shared/api.js";
export * from "../shared/rights.js";
export * from "./requests.js";
