package fr.cned.partenariats.enrollment;

import fr.cned.partenariats.commons.base.problem.ProblemTextRules;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.testing.ArchitectureRules;
import fr.cned.partenariats.commons.testing.RequestRules;
import fr.cned.partenariats.enrollment.registration.transmission.alert.PartnerTransmissionView;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theCodeFollowsTheArchitectureRules() {
        ArchitectureRules.check("fr.cned.partenariats.enrollment");
    }

    @Test
    void theCodeFollowsTheConventionsOfAllServices() {
        ArchitectureRules.checkDialect(
                "fr.cned.partenariats.enrollment",
                PartnerTransmissionView.class,
                OeapiObject.class); // OEAPI has no revisions
    }

    @Test
    void aGroupOfPackagesUsesThoseBelowItOnly() {
        ArchitectureRules.checkGroups(
                "fr.cned.partenariats.enrollment",
                "admission",
                "replica",
                "connection",
                "student",
                "schooling",
                "enrollment",
                "registration",
                "privacy",
                "statistics",
                "oneroster",
                "dashboard",
                "oeapi");
    }

    @Test
    void everyProblemHasTextsInBothLanguages() {
        ProblemTextRules.check(EnrollmentProblem.values());
    }

    @Test
    void requestFieldsHaveLimitsThatTheContractStates() {
        RequestRules.check("fr.cned.partenariats.enrollment");
    }
}
