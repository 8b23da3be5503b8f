package fr.cned.partenariats.enrollment.statistics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a question needs to know of the objects that cells refer to, and that events can change; empty what it does not
 * need.
 *
 * @param labels the codes of the networks whose label a site has on the day of the count
 */
record StatisticsNames(
        Map<UUID, Training> trainings,
        Map<UUID, String> agreementNumbers,
        Map<UUID, Place> partners,
        Map<UUID, Place> sites,
        Map<UUID, List<String>> labels) {

    record Training(String family, String code, String title) {}

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

    List<String> labels(Optional<UUID> site) {
        return site.map(labels::get).orElse(List.of());
    }
}
