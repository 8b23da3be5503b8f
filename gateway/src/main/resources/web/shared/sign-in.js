// Signs a person in at the identity provider: authorization code with PKCE (RFC 7636). Tokens are in memory only. The
// session storage has what the way to the identity provider and back needs, and that this window was signed in.

const PENDING = "sign-in.pending";
const SIGNED_IN = "sign-in.was-signed-in";
const EARLY_SECONDS = 20;

/** The identity provider has ended the session, or never began it. */
class Refusal extends Error {}

let settings = null;
let tokens = null;
let renewal = null;

/**
 * Call this once, before the page reads its address. It redeems the code of a return from the identity provider and
 * restores the address that was left. After a reload of a window that was signed in, it signs in again without a
 * question, if the identity provider still knows the person.
 *
 * @param home "/docs/" or "/app/", the address at which the identity provider sends people back
 * @return null, or an error text of the identity provider
 */
export async function startSignIn(home) {
  settings = { ...(await (await fetch("/shared/settings.json")).json()), home };
  const answer = new URLSearchParams(location.search);
  const pending = take(PENDING);
  if (!answer.has("state")) {
    if (sessionStorage.getItem(SIGNED_IN)) {
      await leave("none");
    }
    return null;
  }
  history.replaceState(null, "", pending?.returnTo ?? home);
  if (!pending || pending.state !== answer.get("state")) {
    return null;
  }
  if (answer.has("code")) {
    try {
      await redeem({
        grant_type: "authorization_code",
        code: answer.get("code"),
        code_verifier: pending.verifier,
        redirect_uri: location.origin + home,
      });
      sessionStorage.setItem(SIGNED_IN, "1");
      return null;
    } catch (error) {
      return error.message;
    }
  }
  sessionStorage.removeItem(SIGNED_IN);
  return answer.get("error") === "login_required" ? null : (answer.get("error_description") ?? answer.get("error"));
}

export function isSignedIn() {
  return tokens !== null;
}

/** The settings of this installation: clientId, authorizationUrl, tokenUrl, logoutUrl. */
export function installation() {
  return settings;
}

/** The claims of the person's token, or null: preferred_username, name, realm_access.roles, partner_id. */
export function person() {
  return tokens && claimsOf(tokens.access);
}

export function rolesOfPerson() {
  return person()?.realm_access?.roles ?? [];
}

/** Leaves the page for the identity provider. It returns to the current address. */
export async function signIn() {
  await leave(null);
}

export function signOut() {
  const target = new URL(settings.logoutUrl);
  target.searchParams.set("client_id", settings.clientId);
  target.searchParams.set("post_logout_redirect_uri", location.origin + settings.home);
  if (tokens?.id) {
    target.searchParams.set("id_token_hint", tokens.id);
  }
  tokens = null;
  sessionStorage.removeItem(SIGNED_IN);
  location.assign(target);
}

/**
 * The access token, renewed when it ends soon; null if nobody is signed in. It may have ended while the identity provider is
 * away.
 */
export async function accessToken() {
  if (tokens && Date.now() > tokens.until - EARLY_SECONDS * 1000) {
    renewal ??= redeem({ grant_type: "refresh_token", refresh_token: tokens.refresh })
      .catch((error) => {
        if (error instanceof Refusal) {
          tokens = null;
          document.dispatchEvent(new CustomEvent("signedout"));
        } // otherwise the identity provider is away: the next request tries again
      })
      .finally(() => {
        renewal = null;
      });
    await renewal;
  }
  return tokens?.access ?? null;
}

/** The claims of a token, not verified: the services verify it. Null if the text is no token. */
export function claimsOf(token) {
  try {
    const part = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), (character) => character.charCodeAt(0))));
  } catch {
    return null;
  }
}

async function leave(prompt) {
  const pending = {
    state: randomText(),
    verifier: randomText(),
    returnTo: location.pathname + location.search + location.hash,
  };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(pending.verifier));
  const target = new URL(settings.authorizationUrl);
  const parameters = {
    response_type: "code",
    client_id: settings.clientId,
    redirect_uri: location.origin + settings.home,
    scope: "openid",
    state: pending.state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
    ui_locales: document.documentElement.lang,
  };
  Object.entries(parameters).forEach(([name, value]) => target.searchParams.set(name, value));
  if (prompt) {
    target.searchParams.set("prompt", prompt);
  }
  location.assign(target);
  await new Promise(() => {}); // The page ends here.
}

async function redeem(parameters) {
  const response = await fetch(settings.tokenUrl, {
    method: "POST",
    body: new URLSearchParams({ ...parameters, client_id: settings.clientId }),
  });
  if (response.status >= 500) {
    throw new Error(`HTTP ${response.status}`);
  }
  const answer = await response.json();
  if (!response.ok) {
    throw new Refusal(answer.error_description ?? answer.error);
  }
  tokens = {
    access: answer.access_token,
    refresh: answer.refresh_token,
    id: answer.id_token ?? tokens?.id,
    until: Date.now() + answer.expires_in * 1000,
  };
}

function take(name) {
  const text = sessionStorage.getItem(name);
  sessionStorage.removeItem(name);
  return text && JSON.parse(text);
}

function randomText() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
