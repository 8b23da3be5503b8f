package fr.cned.partenariats.enrollment;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import fr.cned.partenariats.commons.problem.ProblemTextRules;
import fr.cned.partenariats.commons.testing.ArchitectureRules;
import fr.cned.partenariats.commons.testing.RequestRules;
import fr.cned.partenariats.enrollment.transmission.alert.PartnerTransmissionView;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theCodeFollowsTheArchitectureRules() {
        ArchitectureRules.check("fr.cned.partenariats.enrollment");
    }

    @Test
    void theCodeFollowsTheConventionsOfAllServices() {
        ArchitectureRules.checkDialect("fr.cned.partenariats.enrollment", PartnerTransmissionView.class);
    }

    /** The life of an enrollment and the rules do not know how students are registered. Files are registered row by row. */
    @Test
    void onlyImportsDependOnRegistration() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages("..enrollment.registration..", "..enrollment.importjob..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..enrollment.registration..")
                .check(ArchitectureRules.mainClasses("fr.cned.partenariats.enrollment"));
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
