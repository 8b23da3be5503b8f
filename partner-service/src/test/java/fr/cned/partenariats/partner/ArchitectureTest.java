package fr.cned.partenariats.partner;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import fr.cned.partenariats.commons.http.oeapi.OeapiObject;
import fr.cned.partenariats.commons.testing.ArchitectureRules;
import fr.cned.partenariats.commons.testing.RequestRules;
import fr.cned.partenariats.partner.agreement.AmendmentView;
import jakarta.persistence.Basic;
import java.util.Collection;
import org.hibernate.annotations.JdbcTypeCode;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void followsTheArchitectureRules() {
        ArchitectureRules.check("fr.cned.partenariats.partner");
    }

    @Test
    void followsTheDialectOfAllServices() {
        ArchitectureRules.checkDialect(
                "fr.cned.partenariats.partner",
                AmendmentView.class, // an amendment never changes
                OeapiObject.class); // OEAPI has no revisions
    }

    @Test
    void aGroupOfPackagesUsesThoseBelowItOnly() {
        ArchitectureRules.checkGroups(
                "fr.cned.partenariats.partner", "replica", "registry", "agreement", "demand", "integration", "oeapi");
    }

    /** Without {@code @Basic} Hibernate maps the list as an association and misses changes. */
    @Test
    void collectionsInJsonColumnsAreBasic() {
        ArchRuleDefinition.fields()
                .that()
                .areAnnotatedWith(JdbcTypeCode.class)
                .and()
                .haveRawType(JavaClass.Predicates.assignableTo(Collection.class))
                .should()
                .beAnnotatedWith(Basic.class)
                .check(ArchitectureRules.mainClasses("fr.cned.partenariats.partner"));
    }

    @Test
    void requestsAreBoundedAsTheContractSays() {
        RequestRules.check("fr.cned.partenariats.partner");
    }
}
