package fr.cned.partenariats.enrollment.schooling.closure;

import fr.cned.partenariats.enrollment.schooling.week.Week;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A week in which a site is closed, for all students that it hosts.
 *
 * @param week in ISO 8601, such as 2026-W52; past and future weeks are accepted
 */
public record SiteClosureRequest(
        @NotNull UUID siteId,
        @NotNull @Week String week,
        @Nullable @Size(min = 1, max = 5) List<@NotNull ClosedDay> days,
        @NotBlank @Size(max = 500) String reason) {

    List<DayOfWeek> daysOrAll() {
        return (days == null ? Stream.of(ClosedDay.values()) : days.stream())
                .map(ClosedDay::day)
                .distinct()
                .toList();
    }
}
