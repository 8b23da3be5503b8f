package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.Siret;
import fr.cned.partenariats.commons.base.codes.Uai;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Stops the start of the service when a setting of the organisation would make every LHEO document invalid. */
@ApplicationScoped
class OrganisationCheck {

    private static final int LONGEST_NAME = 250;
    private static final int LONGEST_LINE = 50;
    private static final int LONGEST_TELEPHONE = 25;
    private static final int LONGEST_EMAIL = 160;
    private static final int LONGEST_WEB = 400;
    private static final int MOST_LINES = 4;

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

    static List<String> faults(Organisation organisation) {
        Organisation.Address address = organisation.address();
        Organisation.Contact contact = organisation.contact();
        List<String> faults = new ArrayList<>();
        require(Siret.Validator.accepts(organisation.siret()), "SIRET", "is no SIRET", faults);
        require(
                organisation.activityNumber().matches("[0-9A-Z]{11}"),
                "ACTIVITY_NUMBER",
                "has 11 digits or capital letters",
                faults);
        require(Uai.Validator.accepts(organisation.uai()), "UAI", "is no UAI", faults);
        requireLength(organisation.name(), LONGEST_NAME, "NAME", faults);
        requireLength(organisation.legalName(), LONGEST_NAME, "LEGAL_NAME", faults);
        require(
                !address.lines().isEmpty() && address.lines().size() <= MOST_LINES,
                "ADDRESS_LINES",
                "has 1 to 4 lines, separated by commas",
                faults);
        address.lines().forEach(line -> requireLength(line, LONGEST_LINE, "ADDRESS_LINES", faults));
        require(address.postalCode().matches("\\d{5}"), "ADDRESS_POSTAL_CODE", "has five digits", faults);
        requireLength(address.city(), LONGEST_LINE, "ADDRESS_CITY", faults);
        require(
                Department.Validator.accepts(address.department()),
                "ADDRESS_DEPARTMENT",
                "is no department of a region",
                faults);
        requireLength(contact.name(), LONGEST_LINE, "CONTACT_NAME", faults);
        contact.telephone().ifPresent(text -> requireLength(text, LONGEST_TELEPHONE, "CONTACT_TELEPHONE", faults));
        contact.email()
                .ifPresent(text -> require(
                        text.contains("@") && text.length() <= LONGEST_EMAIL,
                        "CONTACT_EMAIL",
                        "is no e-mail address of at most 160 characters",
                        faults));
        contact.web()
                .ifPresent(text -> require(
                        text.startsWith("https://") && text.length() <= LONGEST_WEB,
                        "CONTACT_WEB",
                        "begins with https:// and has at most 400 characters",
                        faults));
        return faults;
    }

    private static void requireLength(String text, int longest, String setting, List<String> faults) {
        require(
                !text.isBlank() && text.length() <= longest,
                setting,
                "has 1 to " + longest + " characters",
                faults);
    }

    private static void require(boolean condition, String setting, String rule, List<String> faults) {
        if (!condition) {
            faults.add("CATALOG_ORGANISATION_" + setting + ' ' + rule);
        }
    }
}
