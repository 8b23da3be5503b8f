package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.enrollment.Period;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** A contract with the person behind its registration, for the check before a merge. */
record PersonContract(UUID contractId, UUID personId, LocalDate firstDay, LocalDate lastDay) {

    /** The contracts that overlap a contract of another person, in the order of the list. */
    static List<UUID> overlapping(List<PersonContract> contracts) {
        return contracts.stream()
                .filter(one -> contracts.stream().anyMatch(one::conflictsWith))
                .map(PersonContract::contractId)
                .toList();
    }

    private boolean conflictsWith(PersonContract other) {
        return !personId.equals(other.personId)
                && new Period(firstDay, lastDay).overlaps(new Period(other.firstDay, other.lastDay));
    }
}
