// Compiles the schemas of events that are its arguments in the strict mode of ajv, as consumers do.
// NpmTools runs it beside node_modules, which redocly and spectral bring ajv to.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const installed = createRequire(process.cwd() + "/");
const Ajv = installed("ajv");
const addFormats = installed("ajv-formats").default;

for (const file of process.argv.slice(2)) {
  const ajv = new Ajv({ strict: true });
  addFormats(ajv);
  try {
    ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    console.log(file + ": " + error.message);
    process.exitCode = 1;
  }
}
