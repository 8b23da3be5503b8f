package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.terms.EnrollmentsDecision;
import java.time.LocalDate;
import java.util.UUID;

/** A partner that left an agreement by an amendment and did not return. */
record FormerParty(UUID partnerId, LocalDate leftOn, EnrollmentsDecision enrollments) {}
