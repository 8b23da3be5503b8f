package fr.cned.partenariats.enrollment.registration.transmission.alert;

import static fr.cned.partenariats.enrollment.registration.transmission.alert.TransmissionCondition.FEWER;
import static fr.cned.partenariats.enrollment.registration.transmission.alert.TransmissionCondition.MORE_REFUSED;
import static fr.cned.partenariats.enrollment.registration.transmission.alert.TransmissionCondition.SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.enrollment.registration.transmission.alert.SendingRhythm.Day;
import fr.cned.partenariats.enrollment.registration.transmission.alert.SendingRhythm.Finding;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingRhythmTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    /** The days with attempts up to this one, in 70 days. */
    private static List<Day> sending(LocalDate last, long sent, long refused, Predicate<LocalDate> when) {
        return last.minusDays(69)
                .datesUntil(last.plusDays(1))
                .filter(when)
                .map(day -> new Day(day, sent, refused))
                .toList();
    }

    private static boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek().getValue() <= 5;
    }

    private static List<TransmissionCondition> conditions(List<Day> days, LocalDate today) {
        return SendingRhythm.of(days, today).findings().stream()
                .map(Finding::condition)
                .toList();
    }

    @Test
    void aPartnerThatNeverSentIsNotJudged() {
        SendingRhythm rhythm = SendingRhythm.of(List.of(), MONDAY);
        assertThat(rhythm.findings()).isEmpty();
        assertThat(rhythm.lastSentOn()).isNull();
    }

    /** Last sent on a Friday. The weekend and a day that is not over are no silence. */
    @ParameterizedTest
    @CsvSource({"2026-11-21, false", "2026-11-22, false", "2026-11-23, false", "2026-11-24, true", "2026-12-30, true"})
    void aDailySenderIsSilentAfterOneWorkingDay(LocalDate today, boolean silent) {
        List<Day> days = sending(LocalDate.of(2026, 11, 20), 5, 0, SendingRhythmTest::isWorkingDay);
        assertThat(conditions(days, today).contains(SILENT)).isEqualTo(silent);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-30, false", "2026-12-01, true"})
    void aWeeklySenderIsSilentAfterAWeek(LocalDate today, boolean silent) {
        List<Day> days = sending(MONDAY, 50, 0, day -> day.getDayOfWeek() == DayOfWeek.MONDAY);
        assertThat(conditions(days, today).contains(SILENT)).isEqualTo(silent);
    }

    @Test
    void aSilenceNamesTheLastDayAndThePauses() {
        List<Day> days = sending(MONDAY, 50, 0, day -> day.getDayOfWeek() == DayOfWeek.MONDAY);
        assertThat(SendingRhythm.of(days, LocalDate.of(2026, 12, 3)).findings())
                .containsExactly(new Finding(SILENT, MONDAY, 8, 5));
    }

    /** An earlier pause, such as holidays, belongs to the rhythm. */
    @Test
    void theLongestPauseCounts() {
        List<Day> days = sending(
                LocalDate.of(2026, 11, 20),
                5,
                0,
                day -> isWorkingDay(day)
                        && (day.isBefore(LocalDate.of(2026, 10, 19)) || day.isAfter(LocalDate.of(2026, 10, 30))));
        SendingRhythm rhythm = SendingRhythm.of(days, LocalDate.of(2026, 11, 25));
        assertThat(rhythm.usualGap()).isEqualTo(11);
        assertThat(rhythm.findings()).isEmpty();
    }

    @Test
    void fourDaysAreNoRhythm() {
        List<Day> days =
                sending(MONDAY, 50, 0, day -> day.getDayOfMonth() == 15 || day.equals(LocalDate.of(2026, 10, 1)));
        assertThat(days).hasSize(4);
        assertThat(SendingRhythm.of(days, LocalDate.of(2026, 12, 30)).findings())
                .extracting(Finding::condition)
                .doesNotContain(SILENT);
    }

    private static List<Day> weeks(long sentBefore, long refusedBefore, long sentNow, long refusedNow) {
        List<Day> before =
                sending(MONDAY.minusWeeks(1), sentBefore, refusedBefore, day -> day.getDayOfWeek() == DayOfWeek.MONDAY);
        return Stream.concat(before.stream(), Stream.of(new Day(MONDAY, sentNow, refusedNow)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"40, 20, true", "40, 21, false", "9, 1, false", "10, 5, true"})
    void halfOfTheUsualWeekIsFewer(long usual, long now, boolean fewer) {
        assertThat(conditions(weeks(usual, 0, now, 0), MONDAY.plusDays(1)).contains(FEWER))
                .isEqualTo(fewer);
    }

    @Test
    void fewerNamesBothWeeks() {
        assertThat(SendingRhythm.of(weeks(40, 0, 12, 0), MONDAY.plusDays(1)).findings())
                .containsExactly(new Finding(FEWER, MONDAY, 12, 40));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 10, 100, 20, true",
        "100, 10, 100, 19, false",
        "100, 0, 100, 5, true",
        "100, 0, 100, 4, false",
        "100, 10, 19, 19, false"
    })
    void twiceTheRefusedPartIsMore(long sent, long refused, long sentNow, long refusedNow, boolean more) {
        assertThat(conditions(weeks(sent, refused, sentNow, refusedNow), MONDAY.plusDays(1))
                        .contains(MORE_REFUSED))
                .isEqualTo(more);
    }

    @Test
    void todayIsNotCounted() {
        assertThat(conditions(weeks(40, 0, 1, 1), MONDAY)).isEmpty();
    }
}
