package fr.cned.partenariats.enrollment.admission.eligibility;

import fr.cned.partenariats.commons.security.caller.TenantScope;

/** A request to the rules, with the scope of the caller who sends it. */
public record EligibilityQuestion(EligibilityQuery query, TenantScope scope) {}
