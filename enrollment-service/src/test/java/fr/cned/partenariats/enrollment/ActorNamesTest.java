package fr.cned.partenariats.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActorNamesTest {

    private static final UUID PARTNER = UUID.randomUUID();
    private static final Optional<UUID> OFFICER = Optional.empty();
    private static final Optional<UUID> OWN_PARTNER = Optional.of(PARTNER);
    private static final Optional<UUID> OTHER_PARTNER = Optional.of(UUID.randomUUID());

    @Test
    void anOfficerSeesEveryName() {
        assertThat(ActorNames.shown("camille@" + PARTNER, OFFICER)).isEqualTo("camille");
        assertThat(ActorNames.shown("officer", OFFICER)).isEqualTo("officer");
    }

    @Test
    void aPartnerSeesItsOwnNamesAndCnedForOthers() {
        assertThat(ActorNames.shown("camille@" + PARTNER, OWN_PARTNER)).isEqualTo("camille");
        assertThat(ActorNames.shown("camille@" + PARTNER, OTHER_PARTNER)).isEqualTo("Cned");
        assertThat(ActorNames.shown("officer", OWN_PARTNER)).isEqualTo("Cned");
    }

    @Test
    void everybodySeesAutomaticActors() {
        assertThat(ActorNames.shown("calendar", OWN_PARTNER)).isEqualTo("calendar");
        assertThat(ActorNames.shown("waiting-list", OFFICER)).isEqualTo("waiting-list");
    }

    @Test
    void nobodyIsShownAsAnAutomaticActor() {
        assertThat(ActorNames.recorded("calendar", OFFICER)).isEqualTo("Cned");
        String ofPerson = ActorNames.recorded("opco", OWN_PARTNER);
        assertThat(ActorNames.shown(ofPerson, OFFICER)).isEqualTo("opco@" + PARTNER);
        assertThat(ActorNames.shown(ofPerson, OWN_PARTNER)).isEqualTo("opco@" + PARTNER);
        assertThat(ActorNames.shown(ofPerson, OTHER_PARTNER)).isEqualTo("Cned");
    }

    @Test
    void nobodyOfTheCnedIsShownAsAPersonOfAPartner() {
        assertThat(ActorNames.recorded("camille@" + PARTNER, OFFICER)).isEqualTo("Cned");
        String ofPerson = ActorNames.recorded("camille@" + OTHER_PARTNER.get(), OWN_PARTNER);
        assertThat(ActorNames.shown(ofPerson, OTHER_PARTNER)).isEqualTo("Cned");
    }

    @Test
    void aNameMayContainAnAtSign() {
        assertThat(ActorNames.shown("camille@example.org@" + PARTNER, OWN_PARTNER))
                .isEqualTo("camille@example.org");
        assertThat(ActorNames.shown("camille@example.org", OWN_PARTNER)).isEqualTo("Cned");
    }
}
