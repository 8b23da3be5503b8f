package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.terms.EnrollmentsDecision;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A partner that left an agreement by an amendment and did not return. */
record FormerParty(UUID partnerId, LocalDate leftOn, EnrollmentsDecision enrollments) {

    /**
     * The former parties after an amendment. A partner that returns is no former party any more.
     *
     * @param parties before the amendment
     * @param present the parties after the amendment
     * @param enrollments what happens to the enrollments of the parties that leave; null when no party leaves
     */
    static List<FormerParty> after(
            List<FormerParty> before,
            List<UUID> parties,
            List<UUID> present,
            @Nullable EnrollmentsDecision enrollments,
            LocalDate leftOn) {
        List<UUID> leaving = leaving(parties, present);
        if (leaving.isEmpty() != (enrollments == null)) {
            throw new IllegalArgumentException("a decision on enrollments needs a party that leaves");
        }
        return Stream.concat(
                        before.stream().filter(former -> !present.contains(former.partnerId())),
                        Stream.ofNullable(enrollments)
                                .flatMap(decision -> leaving.stream()
                                        .map(partnerId -> new FormerParty(partnerId, leftOn, decision))))
                .toList();
    }

    /** The parties that an amendment removes. */
    static List<UUID> leaving(List<UUID> parties, List<UUID> present) {
        return parties.stream().filter(partner -> !present.contains(partner)).toList();
    }
}
