package fr.cned.partenariats.partner;

import static fr.cned.partenariats.partner.agreement.AgreementMother.act;
import static fr.cned.partenariats.partner.agreement.AgreementMother.agreement;
import static fr.cned.partenariats.partner.agreement.AgreementMother.drafted;
import static fr.cned.partenariats.partner.agreement.AgreementMother.signed;
import static fr.cned.partenariats.partner.agreement.AgreementMother.started;
import static fr.cned.partenariats.partner.partner.PartnerMother.officer;
import static fr.cned.partenariats.partner.partner.PartnerMother.partner;
import static fr.cned.partenariats.partner.partner.PartnerMother.registered;
import static fr.cned.partenariats.partner.partner.PartnerMother.uai;
import static fr.cned.partenariats.partner.partner.PartnerMother.with;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.SqlCount;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many SQL statements a request costs, by the database's own count. */
@PartnerTest
class StatementCountTest {

    @Test
    void readingAPartnerIsOneQueryAndSoIsAPageOfThem() {
        UUID id = registered();
        assertThat(statements(() -> officer().get("/v1/partners/" + id))).isEqualTo(SqlCount.SCOPE + 1);
        assertThat(statements(() -> officer().get("/v1/partners?limit=100"))).isEqualTo(SqlCount.SCOPE + 1);
    }

    @Test
    void registeringAPartnerIsClaimLookUpInsertEventAndAudit() {
        assertThat(statements(() -> registered(
                        with(partner("UPPER_SECONDARY_SCHOOL", "Lycée"), "identifiers", Map.of("uai", uai())))))
                .isEqualTo(SqlCount.SCOPE + 5);
    }

    /** The second is the seats, which are another service's figures and change without the agreement. */
    @Test
    void readingAnAgreementIsTwoQueriesHoweverManyThereAre() {
        UUID partner = registered();
        UUID framework = signed(started("FRAMEWORK", partner));
        for (int i = 0; i < 5; i++) {
            drafted(with(agreement("SPECIFIC", partner), "parentId", framework.toString()));
        }
        assertThat(statements(() -> officer().get("/v1/agreements/" + framework)))
                .isEqualTo(SqlCount.SCOPE + 2);
        assertThat(statements(() -> officer().get("/v1/agreements?limit=50&partnerId=" + partner)))
                .isEqualTo(SqlCount.SCOPE + 2);
    }

    /** The agreement with its framework, its history, the framework's history. */
    @Test
    void readingAnAgreementAsItStoodIsThreeQueries() {
        UUID framework = signed(started("FRAMEWORK", registered()));
        UUID id = signed(with(agreement("SPECIFIC", registered()), "parentId", framework.toString()));
        assertThat(statements(() -> officer().get("/v1/agreements/" + id + "?asOf=2023-01-01")))
                .isEqualTo(SqlCount.SCOPE + 3);
    }

    @Test
    void aPageOfNetworksSitesOpportunitiesOrNeedsIsOneQuery() {
        for (String list : List.of("networks", "sites", "opportunities", "training-needs")) {
            assertThat(statements(() -> officer().get("/v1/" + list))).as(list).isEqualTo(SqlCount.SCOPE + 1);
        }
    }

    /** Framework's id, row lock, parties held; row, history, event; seats for the answer; audit. */
    @Test
    void aSignatureIsAHandfulOfStatements() {
        Iterator<UUID> drafts = Stream.generate(() -> drafted(started("SPECIFIC", registered(), registered())))
                .limit(SqlCount.RUNS)
                .toList()
                .iterator();
        assertThat(statements(
                        () -> act(drafts.next(), "signature", Map.of()).then().statusCode(200)))
                .isEqualTo(SqlCount.SCOPE + 8);
    }

    private static long statements(Runnable request) {
        Map<String, Long> counts = SqlCount.least(request);
        counts.keySet()
                .removeIf(text -> text.contains("pg_catalog.")); // the driver learns array types, once a connection
        return SqlCount.total(counts);
    }
}
