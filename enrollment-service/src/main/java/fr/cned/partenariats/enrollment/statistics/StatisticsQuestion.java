package fr.cned.partenariats.enrollment.statistics;

import fr.cned.partenariats.enrollment.eligibility.FundingKind;
import fr.cned.partenariats.enrollment.enrollment.FundingLine;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to count.
 *
 * @param own the caller's partner; empty when the caller counts the enrollments of all partners
 * @param members the members of the caller's federation, which count, too
 * @param moment the time of the count
 * @param after the keys of the last group of the previous page; null for the first page
 * @param groups the maximum number of groups
 */
record StatisticsQuestion(
        StatisticsFilter filter,
        StatisticsGrouping grouping,
        Optional<UUID> own,
        List<UUID> members,
        StatisticsMoment moment,
        @Nullable GroupKeys after,
        int groups) {

    /** The keys of a group; absent without the key, and the second one with one dimension. */
    record GroupKeys(@Nullable String first, @Nullable String second) {}

    /** The filters of a funding line: both hold for the same line, which is written as KIND:STATE. */
    record Funding(@Nullable FundingKind kind, FundingLine.@Nullable State state) {

        boolean isAsked() {
            return kind != null || state != null;
        }

        boolean matches(String line) {
            return (kind == null || kind.name().equals(kindOf(line)))
                    && (state == null || state.name().equals(stateOf(line)));
        }

        static String kindOf(String line) {
            return line.substring(0, line.indexOf(':'));
        }

        static String stateOf(String line) {
            return line.substring(line.indexOf(':') + 1);
        }
    }

    Funding funding() {
        return new Funding(filter.funding, filter.fundingState);
    }

    boolean sees(UUID partner) {
        return isOwn(partner) || members.contains(partner);
    }

    /** A federation does not see the agreements and sites of its members. */
    boolean isOwn(UUID partner) {
        return own.isEmpty() || own.get().equals(partner);
    }
}
