package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The personal data of one feature. Each table with personal data has one source: an export calls all of them, and an
 * erasure, too.
 */
public interface PersonalDataSource {

    /** The name of the section in the export and in the erasure receipt. */
    String section();

    /**
     * One person.
     *
     * @param studentIds all registrations of the person
     * @param enrollmentIds all enrollments of these registrations
     */
    record Person(Set<UUID> studentIds, Set<UUID> enrollmentIds) {}

    /** Everything the feature stores about the person, as views of the API, limited to the scope. */
    List<?> export(Person person, TenantScope scope);

    /** Removes everything that identifies the person, in the caller's transaction; returns the number of records. */
    int erase(Person person);
}
