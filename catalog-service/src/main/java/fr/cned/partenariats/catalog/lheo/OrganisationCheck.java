package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.Siret;
import fr.cned.partenariats.commons.base.codes.Uai;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.stream.Stream;

/** Stops the start of the service when a setting of the organisation would make every LHEO document invalid. */
@ApplicationScoped
class OrganisationCheck {

    private final Organisation organisation;

    OrganisationCheck(Organisation organisation) {
        this.organisation = organisation;
    }

    void check(@Observes StartupEvent start) {
        List<String> faults = faults(organisation);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("Correct these settings: " + String.join("; ", faults));
        }
    }

    private record Rule(String setting, boolean holds, String text) {}

    /** The bounds are those of LHEO. */
    static List<String> faults(Organisation organisation) {
        Organisation.Address address = organisation.address();
        Organisation.Contact contact = organisation.contact();
        return Stream.of(
                        new Rule("SIRET", Siret.Validator.accepts(organisation.siret()), "is no SIRET"),
                        new Rule(
                                "ACTIVITY_NUMBER",
                                organisation.activityNumber().matches("[0-9A-Z]{11}"),
                                "has 11 digits or capital letters"),
                        new Rule("UAI", Uai.Validator.accepts(organisation.uai()), "is no UAI"),
                        text("NAME", organisation.name(), 250),
                        text("LEGAL_NAME", organisation.legalName(), 250),
                        new Rule(
                                "ADDRESS_LINES",
                                address.lines().size() <= 4
                                        && address.lines().stream()
                                                .allMatch(line ->
                                                        text("", line, 50).holds()),
                                "has 1 to 4 lines, separated by commas, of 1 to 50 characters"),
                        new Rule("ADDRESS_POSTAL_CODE", address.postalCode().matches("\\d{5}"), "has five digits"),
                        text("ADDRESS_CITY", address.city(), 50),
                        new Rule(
                                "ADDRESS_DEPARTMENT",
                                address.department().matches(Department.PATTERN),
                                "is no department of a region"),
                        text("CONTACT_NAME", contact.name(), 50),
                        text("CONTACT_TELEPHONE", contact.telephone().orElse("-"), 25),
                        new Rule(
                                "CONTACT_EMAIL",
                                contact.email().orElse("@").matches(".{0,80}@.{0,79}"),
                                "is no e-mail address"),
                        new Rule(
                                "CONTACT_WEB",
                                contact.web().orElse("https://").matches("https://.{0,390}"),
                                "begins with https:// and has at most 398 characters"))
                .filter(rule -> !rule.holds())
                .map(rule -> "CATALOG_ORGANISATION_" + rule.setting() + ' ' + rule.text())
                .toList();
    }

    private static Rule text(String setting, String text, int longest) {
        return new Rule(setting, !text.isBlank() && text.length() <= longest, "has 1 to " + longest + " characters");
    }
}
