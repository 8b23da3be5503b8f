// Calls the API with the person's token.

import { language } from "./language.js";
import { accessToken } from "./sign-in.js";

/** A refusal of the API (RFC 9457), or a failure of the network with the code "network". */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? "HTTP " + status);
    this.status = status;
    this.code = body.code ?? "";
    this.title = body.title ?? "";
    this.type = body.type ?? null;
    this.errors = body.errors ?? [];
    this.traceId = body.traceId ?? null;
    this.body = body;
  }

  /** The text for a person: the detail, and one line for each entry of `errors`. */
  get lines() {
    return [
      this.message,
      ...this.errors.map((error) => [error.pointer ?? error.parameter, error.detail ?? error.code].filter(Boolean).join(": ")),
    ];
  }
}

/**
 * Sends a request. A path starts with /v1/.
 *
 * @param options `query` (object; lists repeat the parameter, null leaves it out), `body` (object for JSON, or a text or
 *     Blob with the header Content-Type), `headers`, `idempotencyKey` (each POST gets a random one), `token` (instead of
 *     the person's), `signal`, `file` (the answer is a file: a Blob instead of body and text)
 * @return status, headers, body (of JSON) and text
 * @throws Problem for each status of 400 and above
 */
export async function call(method, path, options = {}) {
  const headers = new Headers({ "Accept-Language": language(), ...options.headers });
  const token = options.token ?? (await accessToken());
  if (token) {
    headers.set("Authorization", "Bearer " + token);
  }
  if (method === "POST" && !headers.has("Idempotency-Key")) {
    headers.set("Idempotency-Key", options.idempotencyKey ?? crypto.randomUUID());
  }
  let body = options.body;
  if (body !== undefined && typeof body !== "string" && !(body instanceof Blob)) {
    body = JSON.stringify(body);
    if (!headers.has("Content-Type")) {
      headers.set("Content-Type", "application/json");
    }
  }
  const response = await send(path + queryText(options.query), { method, headers, body, signal: options.signal });
  if (options.file && response.ok) {
    return { status: response.status, headers: response.headers, file: await response.blob() };
  }
  const text = await response.text();
  const result = { status: response.status, headers: response.headers, text, body: parse(response, text) };
  if (response.status >= 400) {
    throw new Problem(response.status, result.body ?? { detail: text });
  }
  return result;
}

/** The body of a GET. */
export async function get(path, query, options = {}) {
  return (await call("GET", path, { ...options, query })).body;
}

/** The file of a GET. */
export async function getFile(path) {
  return (await call("GET", path, { file: true })).file;
}

/** All items of a list, page by page; the caller ends the loop when it has enough. */
export async function* items(path, query = {}) {
  let cursor = null;
  do {
    const page = await get(path, { ...query, cursor });
    yield* page.items;
    cursor = page.next ?? null;
  } while (cursor);
}

/** "?a=1&a=2&b=3", or an empty text. */
export function queryText(query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const single of Array.isArray(value) ? value : [value]) {
      if (single !== null && single !== undefined && single !== "") {
        parameters.append(name, single);
      }
    }
  }
  const text = parameters.toString();
  return text ? "?" + text : "";
}

async function send(path, request) {
  try {
    return await fetch(path, { ...request, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    const detail = language() === "fr" ? "Le serveur ne répond pas." : "The server does not answer.";
    throw new Problem(0, { code: "network", detail });
  }
}

function parse(response, text) {
  if (!/json/.test(response.headers.get("Content-Type") ?? "") || text === "") {
    return null;
  }
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
