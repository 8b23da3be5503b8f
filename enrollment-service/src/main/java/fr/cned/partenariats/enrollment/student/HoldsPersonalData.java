package fr.cned.partenariats.enrollment.student;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A feature that holds something about students. Each table with such data has one of these, so that the
 * export of a student is whole and an erasure leaves nothing behind.
 */
public interface HoldsPersonalData {

    /** What the export and the receipt call it. */
    String section();

    /**
     * Whose data is meant.
     *
     * @param studentIds registrations of one person
     * @param enrollmentIds all that were made with them
     */
    record Person(Set<UUID> studentIds, Set<UUID> enrollmentIds) {}

    /**
     * All that is held about a person, as clients see it.
     *
     * @param partner who asks, and sees its own only; empty for an officer
     */
    List<?> export(Person person, Optional<UUID> partner);

    /** Removes all that could tell who they are, in the caller's transaction; returns how many records held any. */
    int erase(Person person);
}
