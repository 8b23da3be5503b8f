package fr.cned.partenariats.catalog.lheo;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganisationCheckTest {

    private static final Map<String, String> VALID = Map.ofEntries(
            Map.entry("name", "Cned"),
            Map.entry("legal-name", "Centre national d’enseignement à distance"),
            Map.entry("siret", "73282932000074"),
            Map.entry("activity-number", "54860000086"),
            Map.entry("uai", "0861288H"),
            Map.entry("address.lines", "Téléport 1,BP 80300"),
            Map.entry("address.postal-code", "86963"),
            Map.entry("address.city", "Futuroscope Chasseneuil CEDEX"),
            Map.entry("address.department", "86"),
            Map.entry("contact.name", "Service des partenariats"),
            Map.entry("contact.email", "partenariats@example.org"),
            Map.entry("contact.web", "https://www.cned.fr"));

    static Organisation organisation(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(VALID);
        settings.putAll(changed);
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder().withMapping(Organisation.class);
        settings.forEach((name, value) -> config.withDefaultValue("catalog.organisation." + name, value));
        return config.build().getConfigMapping(Organisation.class);
    }

    @Test
    void aCompleteOrganisationHasNoFault() {
        assertThat(OrganisationCheck.faults(organisation(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "siret, 73282932000075, SIRET",
        "activity-number, 5486, ACTIVITY_NUMBER",
        "uai, 0861288A, UAI",
        "address.lines, 'a,b,c,d,e', ADDRESS_LINES",
        "address.lines, aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeef, ADDRESS_LINES",
        "address.postal-code, 8696, ADDRESS_POSTAL_CODE",
        "address.department, 99, ADDRESS_DEPARTMENT",
        "contact.email, nobody, CONTACT_EMAIL",
        "contact.web, http://www.cned.fr, CONTACT_WEB"
    })
    void aWrongSettingIsNamed(String setting, String value, String named) {
        assertThat(OrganisationCheck.faults(organisation(Map.of(setting, value))))
                .singleElement()
                .asString()
                .startsWith("CATALOG_ORGANISATION_" + named + ' ');
    }
}
