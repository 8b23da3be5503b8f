package fr.cned.partenariats.catalog.offering;

import static fr.cned.partenariats.catalog.offering.OfferingMother.ofTraining;
import static fr.cned.partenariats.catalog.offering.OfferingMother.open;
import static fr.cned.partenariats.catalog.offering.OfferingMother.planned;
import static fr.cned.partenariats.catalog.training.TrainingMother.bts;
import static fr.cned.partenariats.catalog.training.TrainingMother.published;
import static fr.cned.partenariats.catalog.training.TrainingMother.reader;
import static fr.cned.partenariats.catalog.training.TrainingMother.with;
import static fr.cned.partenariats.commons.testing.Problems.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import fr.cned.partenariats.catalog.CatalogIT;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@CatalogIT
class OfferingListIT {

    @Test
    void eachFilterLimitsTheList() {
        String training = published(bts("BTS Tourisme"));
        String planned = planned(ofTraining(training));
        String open = open(with(ofTraining(training), "modality", "HYBRID"));
        Map<String, Object> former = with(ofTraining(training), "academicYear", "2025-2026");
        String lastYear = planned(with(with(former, "startsOn", "2025-09-01"), "endsOn", "2026-06-30"));
        planned(ofTraining(published(bts("BTS Autre"))));

        assertThat(ids(training, "")).containsExactly(planned, open, lastYear);
        assertThat(ids(training, "&state=OPEN")).containsExactly(open);
        assertThat(ids(training, "&state=OPEN&state=PLANNED")).containsExactly(planned, open, lastYear);
        assertThat(ids(training, "&academicYear=2025-2026")).containsExactly(lastYear);
        assertThat(ids(training, "&modality=HYBRID")).containsExactly(open);
        assertThat(ids(training, "&modality=HYBRID&state=PLANNED")).isEmpty();
    }

    @Test
    void severalAreFoundByIdAndUnknownOnesAreLeftOut() {
        String training = published(bts("BTS Tourisme"));
        String first = planned(ofTraining(training));
        String second = open(ofTraining(training));
        String both = "&id=" + second + "&id=" + first + "&id=" + UUID.randomUUID();

        assertThat(ids(training, both)).containsExactly(first, second);
        assertThat(ids(training, both + "&state=OPEN")).containsExactly(second);
        reader().get("/v1/offerings?" + "id=%s&".formatted(first).repeat(101))
                .then()
                .spec(problem(400, "invalid-request"));
    }

    @Test
    void pagesHoldEveryOfferingOnce() {
        String training = published(bts("BTS Tourisme"));
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(planned(ofTraining(training)));
        }

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = reader().get("/v1/offerings?limit=2&trainingId=" + training + cursor)
                    .jsonPath();
            paged.addAll(page.getList("items.id", String.class));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void aCursorOfOtherFiltersIsRefused() {
        String training = published(bts("BTS Tourisme"));
        planned(ofTraining(training));
        planned(ofTraining(training));
        String cursor =
                reader().get("/v1/offerings?limit=1&trainingId=" + training).path("next");

        reader().get("/v1/offerings?limit=1&cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-cursor"));
    }

    private static List<String> ids(String training, String filters) {
        return reader().get("/v1/offerings?trainingId=" + training + filters)
                .jsonPath()
                .getList("items.id", String.class);
    }
}
