package fr.cned.partenariats.catalog;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.commons.testing.SqlCount;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Number of SQL statements per read. */
@CatalogIT
class StatementCountIT {

    /** A request with a weight. AnswerCacheIT counts the statements of answers from memory. */
    private static final String NOT_FROM_MEMORY = "application/json;q=0.9";

    private static boolean ready;

    private static String training;
    private static String offering;

    @BeforeEach
    void catalogue() {
        if (ready) {
            return;
        }
        ready = true;
        training = published(bts("BTS Tourisme"));
        offering = open(ofTraining(training));
        reader().get("/v1/trainings"); // warms up the token keys
    }

    /** A read without a partner filter does not set the row scope. */
    @Test
    void aReadByIdIsOneQuery() {
        assertThat(statements("/v1/trainings/" + training)).isEqualTo(1);
        assertThat(statements("/v1/offerings/" + offering)).isEqualTo(1);
    }

    @Test
    void aListIsOneQueryWithAnyFilter() {
        assertThat(statements("/v1/trainings")).isEqualTo(1);
        assertThat(statements("/v1/trainings?family=BTS&modality=DISTANCE&level=5"))
                .isEqualTo(1);
        assertThat(statements("/v1/trainings?q=tourisme")).isEqualTo(1);
        assertThat(statements("/v1/trainings/facets?q=tourisme&family=BTS")).isEqualTo(1);
        assertThat(statements("/v1/offerings?trainingId=" + training)).isEqualTo(1);
    }

    /** The look for the settled id is not counted. The newest entry and the objects; later the entries and the objects. */
    @Test
    void aPageOfAFeedIsTwoStatements() {
        for (String feed : new String[] {"/v1/trainings/changes", "/v1/offerings/changes"}) {
            String now = reader().get(feed + "?cursor=now").path("next");
            assertThat(statements(feed)).isEqualTo(SqlCount.SCOPE + 2);
            assertThat(statements(feed + "?cursor=" + now)).isEqualTo(SqlCount.SCOPE + 1);
        }
    }

    /** PostgreSQL and Hibernate would plan a list of ids anew for each length. */
    @Test
    void aPageOfAFeedReadsItsObjectsByAnArrayOfIds() {
        for (String feed : new String[] {"/v1/trainings/changes", "/v1/offerings/changes"}) {
            String now = reader().get(feed + "?cursor=now").path("next");
            open(ofTraining(published(bts("BTS"))));
            assertThat(counted(feed + "?cursor=" + now).keySet()).as(feed).noneMatch(text -> text.contains(" in ("));
        }
    }

    @Test
    void aListForAPartnerAlsoSetsTheRowScope() {
        assertThat(statements("/v1/trainings?partnerId=" + UUID.randomUUID())).isEqualTo(SqlCount.SCOPE + 1);
        assertThat(statements("/v1/trainings/facets?partnerId=" + UUID.randomUUID()))
                .isEqualTo(SqlCount.SCOPE + 1);
        assertThat(statements("/v1/offerings?partnerId=" + UUID.randomUUID())).isEqualTo(SqlCount.SCOPE + 1);
    }

    private static long statements(String path) {
        return SqlCount.total(counted(path));
    }

    private static Map<String, Long> counted(String path) {
        Map<String, Long> counted = SqlCount.least(
                () -> reader().accept(NOT_FROM_MEMORY).get(path).then().statusCode(200));
        assertThat(counted).as(path).isNotEmpty();
        return counted;
    }
}
