package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.registry.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.SqlCount;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Limits the number of SQL statements per request, as the database counts them. */
@PartnerIT
class StatementCountIT {

    @Test
    void aPartnerAndAPageOfPartnersAreOneQueryEach() {
        UUID id = registered();
        assertStatements(1, () -> officer().get("/v1/partners/" + id));
        assertStatements(1, () -> officer().get("/v1/partners?limit=100"));
    }

    /** The second lookup is for the warning of a partner with the same legal name. */
    @Test
    void aRegistrationIsLockTwoLookupsInsertAndLog() {
        assertStatements(
                5,
                () -> registered(
                        with(partner("UPPER_SECONDARY_SCHOOL", "Lycée"), "identifiers", Map.of("uai", uai()))));
    }

    /** The last query reads the seat usage, which changes without the agreement. A framework reads those under it, too. */
    @Test
    void anAgreementAndAPageOfAgreementsAreTwoQueriesEach() {
        UUID partner = registered();
        UUID framework = signed(started("FRAMEWORK", partner));
        UUID specific = signed(with(agreement("SPECIFIC", partner), "parentId", framework.toString()));
        for (int i = 0; i < 5; i++) {
            drafted(with(agreement("SPECIFIC", partner), "parentId", framework.toString()));
        }
        assertStatements(2, () -> officer().get("/v1/agreements/" + specific));
        assertStatements(4, () -> officer().get("/v1/agreements/" + framework));
        assertStatements(2, () -> officer().get("/v1/agreements?limit=50&partnerId=" + partner));
    }

    /** The agreement with its framework, its history, the history of the framework. */
    @Test
    void anAgreementAsOfADayIsThreeQueries() {
        UUID framework = signed(started("FRAMEWORK", registered()));
        UUID id = signed(with(agreement("SPECIFIC", registered()), "parentId", framework.toString()));
        assertStatements(3, () -> officer().get("/v1/agreements/" + id + "?asOf=2023-01-01"));
    }

    @Test
    void aPageOfNetworksSitesOpportunitiesOrNeedsIsOneQuery() {
        for (String list : List.of("networks", "sites", "opportunities", "training-needs")) {
            assertStatements(1, () -> officer().get("/v1/" + list));
        }
        assertStatements(1, () -> officer().get("/v1/opportunities?q=cuisine&kind=JOB"));
        assertStatements(1, () -> officer().get("/v1/opportunities/facets?q=cuisine&kind=JOB"));
    }

    /** Id of the framework, row locks of agreement and parties; row, history; seat usage; log of changes. */
    @Test
    void aSignatureIsSevenStatements() {
        Iterator<UUID> drafts = Stream.generate(() -> drafted(started("SPECIFIC", registered(), registered())))
                .limit(SqlCount.RUNS)
                .toList()
                .iterator();
        assertStatements(
                7, () -> act(drafts.next(), "signature", Map.of()).then().statusCode(200));
    }

    /** Without the statement that sets the row scope. */
    private static void assertStatements(int expected, Runnable request) {
        Map<String, Long> counts = SqlCount.least(request);
        // The driver reads array types once per connection. The consumer takes events in for webhooks and notices.
        counts.keySet()
                .removeIf(text -> text.contains("pg_catalog.")
                        || text.contains(" from webhook ")
                        || text.contains(" notice ")
                        || text.contains("set_config("));
        assertThat(SqlCount.total(counts)).as("%s", counts).isEqualTo(expected);
    }
}
