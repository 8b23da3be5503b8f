package fr.cned.partenariats.partner.agreement;

import static java.util.stream.Collectors.toMap;

import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The seats of an academic year that an agreement has under its framework. */
@Schema(description = "The seats of an agreement under the framework in an academic year, all its quotas together.")
public record SpecificSeats(UUID agreementId, String number, String academicYear, int seats, int granted, int used) {

    /** By number and year. Null without any. */
    static @Nullable List<SpecificSeats> of(List<Agreement> specifics, Map<UUID, SeatUsageView> usages) {
        List<SpecificSeats> all = specifics.stream()
                .flatMap(specific -> byYear(specific, usages))
                .sorted(Comparator.comparing(SpecificSeats::number).thenComparing(SpecificSeats::academicYear))
                .toList();
        return all.isEmpty() ? null : all;
    }

    private static Stream<SpecificSeats> byYear(Agreement specific, Map<UUID, SeatUsageView> usages) {
        return specific.terms().seatQuotas().stream()
                .map(quota -> of(specific, quota, usages.get(quota.requiredId())))
                .collect(toMap(SpecificSeats::academicYear, Function.identity(), SpecificSeats::plus))
                .values()
                .stream();
    }

    private static SpecificSeats of(Agreement specific, SeatQuota quota, @Nullable SeatUsageView usage) {
        return new SpecificSeats(
                specific.id(),
                specific.number(),
                quota.academicYear(),
                quota.seats(),
                usage == null ? 0 : usage.granted(),
                usage == null ? 0 : usage.used());
    }

    private SpecificSeats plus(SpecificSeats other) {
        return new SpecificSeats(
                agreementId, number, academicYear, seats + other.seats, granted + other.granted, used + other.used);
    }
}
