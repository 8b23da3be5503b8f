package fr.cned.partenariats.enrollment.statistics;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a question needs to know of the objects that cells refer to, and that events can change; empty what it does not
 * need.
 *
 * @param labels the labels of a site, also those that have ended
 */
record StatisticsNames(
        Map<UUID, Training> trainings,
        Map<UUID, String> agreementNumbers,
        Map<UUID, Place> partners,
        Map<UUID, Place> sites,
        Map<UUID, List<Label>> labels) {

    record Training(String family, String code, String title) {}

    /** The last day is included; a label without a date has no limit on that side. */
    record Label(
            String network,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {

        private boolean isValidIn(LocalDate month) {
            return (from == null || from.isBefore(month.plusMonths(1))) && (to == null || !to.isBefore(month));
        }
    }

    record Place(
            String name,
            @Nullable String department,
            @Nullable String region) {}

    Optional<Training> training(Optional<UUID> id) {
        return id.map(trainings::get);
    }

    Optional<Place> site(Optional<UUID> id) {
        return id.map(sites::get);
    }

    Optional<Place> partner(UUID id) {
        return Optional.ofNullable(partners.get(id));
    }

    /**
     * The networks of which the site had a label in the month of an enrollment. A cell has the month, not the day: a label
     * that began or ended in the month counts for the whole month.
     */
    List<String> networks(Optional<UUID> site, LocalDate month) {
        return site.map(labels::get).orElse(List.of()).stream()
                .filter(label -> label.isValidIn(month))
                .map(Label::network)
                .distinct()
                .toList();
    }
}
