package fr.cned.partenariats.partner.registry.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteDetailsTest {

    private static final UUID NETWORK = UUID.randomUUID();

    private static LabelDetails label(UUID network, @Nullable LocalDate from, @Nullable LocalDate to) {
        return new LabelDetails(network, from, to);
    }

    private static List<Violation> violations(LabelDetails... labels) {
        return new SiteDetails("Site", null, null, List.of(), null, null, List.of(labels)).violations(null);
    }

    @ParameterizedTest
    @CsvSource({
        "2019-09-01, 2021-08-31, 2021-09-01, , false", // the next day
        "2019-09-01, 2021-08-31, 2021-08-31, , true", // the same day
        "2019-09-01, , 2022-09-01, , true", // the first label has no end
        ", 2021-08-31, 2021-09-01, , false", // the first label has no start
        ", , 2021-09-01, 2022-08-31, true",
        "2022-09-01, , 2019-09-01, 2021-08-31, false", // the order in the list does not matter
    })
    void labelsOfOneNetworkMustNotOverlap(
            @Nullable LocalDate firstFrom,
            @Nullable LocalDate firstTo,
            @Nullable LocalDate secondFrom,
            @Nullable LocalDate secondTo,
            boolean overlap) {
        List<Violation> violations =
                violations(label(NETWORK, firstFrom, firstTo), label(NETWORK, secondFrom, secondTo));

        if (overlap) {
            assertThat(violations)
                    .extracting(Violation::pointer, Violation::code)
                    .containsExactly(tuple("/labels/1", "overlapping-labels"));
        } else {
            assertThat(violations).isEmpty();
        }
    }

    @Test
    void labelsOfDifferentNetworksCanOverlap() {
        assertThat(violations(label(NETWORK, null, null), label(UUID.randomUUID(), null, null)))
                .isEmpty();
    }

    @Test
    void aLabelMustNotEndBeforeItStarts() {
        LocalDate day = LocalDate.of(2022, 9, 1);

        assertThat(violations(label(NETWORK, day, day))).isEmpty();
        assertThat(violations(label(NETWORK, day, day.minusDays(1))))
                .extracting(Violation::pointer, Violation::code)
                .containsExactly(tuple("/labels/0/labelledTo", "end-before-start"));
    }
}
