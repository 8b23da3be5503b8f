// What the person may do. The services decide it; the pages leave out what they would refuse.

import { person, rolesOfPerson } from "./sign-in.js";

export function hasRole(...roles) {
  return rolesOfPerson().some((role) => roles.includes(role));
}

export const isPartner = () => hasRole("partner");
export const isHost = () => hasRole("apprenticeship-host");
export const isOffice = () => hasRole("partnership-officer");
export const isOfficer = () => hasRole("enrollment-officer");
export const isManager = () => hasRole("catalog-manager");

/** The sites to which the person is limited; empty when it is not. */
export const limitedTo = () => person().site_ids ?? [];

/**
 * Whether the person may call operations with a scope. Scopes bind the people of partners only: the role of a person
 * narrows those of the token, and a person who is limited to sites does nothing that concerns the `whole` partner.
 */
export function may(scope, { whole = false } = {}) {
  if (!isPartner() && !isHost()) {
    return true;
  }
  const { scope: scopes = "", person_role: role = "ADMINISTERS" } = person();
  const leaves = role === "ADMINISTERS" || (role === "REGISTERS" ? !scope.endsWith(":manage") : scope.endsWith(":read"));
  return leaves && scopes.split(" ").includes(scope) && !(whole && limitedTo().length > 0);
}
