package fr.cned.partenariats.enrollment.replica.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteOccupancyViewTest {

    @ParameterizedTest
    @CsvSource({"10, 9, 1, false", "10, 10, 0, false", "10, 11, 0, true", "0, 1, 0, true", ", 500, , false"})
    void comparesTheCapacityWithTheEnrollments(Integer capacity, int enrollments, Integer left, boolean over) {
        SiteOccupancyView view =
                new SiteOccupancyView(UUID.randomUUID(), "Site", UUID.randomUUID(), "2026-2027", capacity, enrollments);
        assertThat(view.left()).isEqualTo(left);
        assertThat(view.overCapacity()).isEqualTo(over);
    }
}
