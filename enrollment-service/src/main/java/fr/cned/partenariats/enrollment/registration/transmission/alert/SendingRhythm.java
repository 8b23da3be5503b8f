package fr.cned.partenariats.enrollment.registration.transmission.alert;

import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a partner sent recently with what it usually sends. Today is not over, so it only ends a silence.
 *
 * @param lastSentOn null when the partner sent nothing in {@link #LOOK_BACK_DAYS} days
 * @param sendingDays days with attempts in the {@value #RHYTHM_DAYS} days up to the last one
 * @param usualGap the longest time between two of them, in working days; null when they are too few to tell
 * @param currentGap working days since the last one, with the one that has begun; 1: nothing is missing
 * @param recent the last 7 days
 * @param before the {@value #WEEKS} weeks before
 */
record SendingRhythm(
        @Nullable LocalDate lastSentOn,
        int sendingDays,
        @Nullable Integer usualGap,
        int currentGap,
        Sum recent,
        Sum before) {

    static final int LOOK_BACK_DAYS = 180;

    private static final int RHYTHM_DAYS = 90;
    private static final int MIN_SENDING_DAYS = 5;
    private static final int WEEKS = 8;
    private static final long MIN_USUAL_WEEK = 10;
    private static final long MIN_REFUSED = 5;
    private static final long MIN_SENT = 20;

    record Day(LocalDate day, long sent, long refused) {}

    record Sum(long sent, long refused) {

        long percentRefused() {
            return sent == 0 ? 0 : Math.round(100.0 * refused / sent);
        }
    }

    /**
     * A condition that holds.
     *
     * @param recent in the unit of the condition
     * @param usual in the same unit
     */
    record Finding(TransmissionCondition condition, LocalDate lastSentOn, long recent, long usual) {

        /** In the language of the request. */
        String text(ProblemRenderer texts) {
            return texts.detail(condition.reason(), lastSentOn.toString(), Long.toString(recent), Long.toString(usual));
        }
    }

    /** @param days in their order, each with attempts */
    static SendingRhythm of(List<Day> days, LocalDate today) {
        if (days.isEmpty()) {
            return new SendingRhythm(null, 0, null, 0, new Sum(0, 0), new Sum(0, 0));
        }
        LocalDate last = days.get(days.size() - 1).day();
        List<LocalDate> sending = days.stream()
                .map(Day::day)
                .filter(day -> day.isAfter(last.minusDays(RHYTHM_DAYS)))
                .toList();
        LocalDate week = today.minusDays(7);
        return new SendingRhythm(
                last,
                sending.size(),
                sending.size() < MIN_SENDING_DAYS ? null : longestGap(sending),
                workingDays(last, today.minusDays(1)) + 1,
                sum(days, week, today.minusDays(1)),
                sum(days, week.minusWeeks(WEEKS), week.minusDays(1)));
    }

    private static int longestGap(List<LocalDate> sending) {
        int longest = 1;
        for (int i = 1; i < sending.size(); i++) {
            longest = Math.max(longest, workingDays(sending.get(i - 1), sending.get(i)));
        }
        return longest;
    }

    /** Monday to Friday, from the day after the first one to the last one. */
    private static int workingDays(LocalDate after, LocalDate last) {
        return (int) after.plusDays(1)
                .datesUntil(last.isAfter(after) ? last.plusDays(1) : after.plusDays(1))
                .filter(day -> day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue())
                .count();
    }

    private static Sum sum(List<Day> days, LocalDate first, LocalDate last) {
        List<Day> within = days.stream()
                .filter(day -> !day.day().isBefore(first) && !day.day().isAfter(last))
                .toList();
        return new Sum(
                within.stream().mapToLong(Day::sent).sum(),
                within.stream().mapToLong(Day::refused).sum());
    }

    /** The average of a week, rounded. */
    long usualWeek() {
        return Math.round((double) before.sent() / WEEKS);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        LocalDate last = lastSentOn;
        if (last == null) {
            return findings;
        }
        if (usualGap != null && currentGap > usualGap) {
            findings.add(new Finding(TransmissionCondition.SILENT, last, currentGap, usualGap));
        }
        // A partner that sent nothing may be silent, but it does not send less: it may send once a month.
        if (recent.sent() > 0
                && before.sent() >= MIN_USUAL_WEEK * WEEKS
                && 2 * recent.sent() * WEEKS <= before.sent()) {
            findings.add(new Finding(TransmissionCondition.FEWER, last, recent.sent(), usualWeek()));
        }
        if (recent.refused() >= MIN_REFUSED
                && recent.sent() >= MIN_SENT
                && before.sent() >= MIN_SENT
                && recent.refused() * before.sent() >= 2 * before.refused() * recent.sent()) {
            findings.add(new Finding(
                    TransmissionCondition.MORE_REFUSED, last, recent.percentRefused(), before.percentRefused()));
        }
        return findings;
    }
}
