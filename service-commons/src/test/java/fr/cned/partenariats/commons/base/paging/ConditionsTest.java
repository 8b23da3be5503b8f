package fr.cned.partenariats.commons.base.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTest {

    @Test
    void withoutConditionsEveryRowMatches() {
        Conditions none = new Conditions().equal("kind", null).after("id", null);
        assertThat(none.query()).isEqualTo("1 = 1");
        assertThat(none.parameters()).isEmpty();
    }

    @Test
    void valuesBecomeParameters() {
        Conditions conditions = new Conditions()
                .equal("kind", "x' or 'a' = 'a")
                .matching("lower(label) like ?", "%a%")
                .after("id", 7)
                .with("(rank, id) > (:rank, :id)", Map.of("rank", 1, "id", 2));
        assertThat(conditions.query())
                .isEqualTo("1 = 1 and kind = :p0 and lower(label) like :p1 and id > :p2 and (rank, id) > (:rank, :id)");
        assertThat(conditions.parameters())
                .isEqualTo(Map.of("p0", "x' or 'a' = 'a", "p1", "%a%", "p2", 7, "rank", 1, "id", 2));
    }
}
