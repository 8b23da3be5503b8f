package fr.cned.partenariats.partner.integration.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The entity tag of a person. */
class PersonViewTest {

    private static final UUID ID = UUID.randomUUID();
    private static final UUID SITE = UUID.randomUUID();

    /** Keycloak alone has the account, so an administrator changes it without a new revision here. */
    @Test
    void theTagChangesWithTheAccountAtKeycloak() {
        String tag =
                person("Jeanne", PersonRole.READS, SITE, PersonState.ACTIVE).entityTag();
        assertThat(tag)
                .startsWith("3-")
                .isEqualTo(person("Jeanne", PersonRole.READS, SITE, PersonState.ACTIVE)
                        .entityTag());
        for (PersonView other : List.of(
                person("Anne", PersonRole.READS, SITE, PersonState.ACTIVE),
                person("Jeanne", PersonRole.REGISTERS, SITE, PersonState.ACTIVE),
                person("Jeanne", PersonRole.READS, UUID.randomUUID(), PersonState.ACTIVE),
                person("Jeanne", PersonRole.READS, SITE, PersonState.SUSPENDED))) {
            assertThat(other.entityTag()).isNotEqualTo(tag);
        }
    }

    private static PersonView person(String firstName, PersonRole role, UUID site, PersonState state) {
        return new PersonView(
                ID,
                3,
                null,
                null,
                firstName,
                "Martin",
                "j.martin@example.fr",
                role,
                List.of(site),
                state,
                true,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
