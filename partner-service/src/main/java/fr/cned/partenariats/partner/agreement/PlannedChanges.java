package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.PartnerProblem;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes that are planned for an agreement, at most one for a day, in the order of their days. A change that failed
 * stays until an officer withdraws it. One that took effect is in the history only.
 */
record PlannedChanges(List<PlannedChange> all) {

    static final int MOST = 20;

    static final PlannedChanges NONE = new PlannedChanges(List.of());

    /** @throws Refusal when another change is planned for the day, or too many are listed */
    PlannedChanges with(PlannedChange change) {
        planned()
                .filter(other -> other.effectiveOn().equals(change.effectiveOn()))
                .findFirst()
                .ifPresent(other -> {
                    throw Refusal.of(
                                    PartnerProblem.CHANGE_ALREADY_PLANNED,
                                    other.effectiveOn().toString(),
                                    other.kind().name())
                            .property("existingId", other.id());
                });
        if (all.size() >= MOST) {
            throw Refusal.of(PartnerProblem.TOO_MANY_PLANNED_CHANGES, Integer.toString(MOST));
        }
        return new PlannedChanges(Stream.concat(all.stream(), Stream.of(change))
                .sorted(Comparator.comparing(PlannedChange::effectiveOn))
                .toList());
    }

    Optional<PlannedChange> find(UUID id) {
        return all.stream().filter(change -> change.id().equals(id)).findFirst();
    }

    PlannedChanges without(UUID id) {
        return new PlannedChanges(
                all.stream().filter(change -> !change.id().equals(id)).toList());
    }

    PlannedChanges replacing(PlannedChange changed) {
        return new PlannedChanges(all.stream()
                .map(change -> change.id().equals(changed.id()) ? changed : change)
                .toList());
    }

    /** The first change whose day has come. */
    Optional<PlannedChange> due(LocalDate today) {
        return planned().filter(change -> !change.effectiveOn().isAfter(today)).findFirst();
    }

    @Nullable
    LocalDate nextDay() {
        return planned().map(PlannedChange::effectiveOn).findFirst().orElse(null);
    }

    boolean anyFailed() {
        return all.stream().anyMatch(change -> change.state() == PlannedChangeState.FAILED);
    }

    /** The amendments that take effect before a day. */
    List<PlannedChange> amendmentsBefore(LocalDate day) {
        return before(day, PlannedChangeKind.AMENDMENT).toList();
    }

    /**
     * The last day of the agreement as it is foreseen before the changes of a day.
     *
     * @param endsOn the end of the terms on that day
     */
    @Nullable
    LocalDate lastDay(LocalDate day, @Nullable LocalDate endsOn) {
        return before(day, PlannedChangeKind.TERMINATION)
                .map(termination -> termination.effectiveOn().minusDays(1))
                .filter(last -> endsOn == null || last.isBefore(endsOn))
                .findFirst()
                .orElse(endsOn);
    }

    private Stream<PlannedChange> before(LocalDate day, PlannedChangeKind kind) {
        return planned()
                .filter(change -> change.kind() == kind && change.effectiveOn().isBefore(day));
    }

    private Stream<PlannedChange> planned() {
        return all.stream().filter(change -> change.state() == PlannedChangeState.PLANNED);
    }
}
