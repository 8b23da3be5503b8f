package fr.cned.partenariats.enrollment.eligibility;

import fr.cned.partenariats.commons.caller.TenantScope;

/** A request to the rules, with the scope of the caller who sends it. */
public record EligibilityQuestion(EligibilityQuery query, TenantScope scope) {}
