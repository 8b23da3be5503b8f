package fr.cned.partenariats.partner.integration.people;

import fr.cned.partenariats.commons.base.paging.Conditions;
import fr.cned.partenariats.partner.LockingRepository;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.UUID;

@ApplicationScoped
class PersonRepository implements LockingRepository<Person> {

    long countOf(PeopleGroup group) {
        Conditions conditions =
                new Conditions().equal("partnerId", group.partnerId()).equal("office", group.office());
        return count(conditions.query(), conditions.parameters());
    }

    /** Whether one of the accounts is of somebody else who has signed in. */
    boolean hasOtherActive(Collection<UUID> accounts, Person than) {
        return count("keycloakId in ?1 and id <> ?2 and lastSignInAt is not null", accounts, than.id()) > 0;
    }

    /** @param subject the {@code sub} of a token, which is no UUID for some callers */
    PanacheQuery<Person> findByAccount(String subject) {
        return find("cast(keycloakId as string) = ?1", subject);
    }

    boolean hasAccount(UUID keycloakId) {
        return count("keycloakId", keycloakId) > 0;
    }
}
