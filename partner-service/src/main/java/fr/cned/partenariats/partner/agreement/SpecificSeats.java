package fr.cned.partenariats.partner.agreement;

import static java.util.stream.Collectors.toMap;

import fr.cned.partenariats.partner.agreement.seat.SeatUsageView;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The seats of an academic year that an agreement has under its framework. */
@Schema(
        description =
                "The seats of an agreement under the framework in an academic year, all its quotas together. Quotas"
                        + " that it no longer has add what was granted and used.")
public record SpecificSeats(UUID agreementId, String number, String academicYear, int seats, int granted, int used) {

    /**
     * By number and year. Null without any.
     *
     * @param everHad by agreement, the quotas of all versions of its terms
     */
    static @Nullable List<SpecificSeats> of(
            List<Agreement> specifics, Map<UUID, List<SeatQuota>> everHad, Map<UUID, SeatUsageView> usages) {
        List<SpecificSeats> all = specifics.stream()
                .flatMap(specific -> byYear(specific, everHad.getOrDefault(specific.id(), List.of()), usages))
                .sorted(Comparator.comparing(SpecificSeats::number).thenComparing(SpecificSeats::academicYear))
                .toList();
        return all.isEmpty() ? null : all;
    }

    private static Stream<SpecificSeats> byYear(
            Agreement specific, List<SeatQuota> everHad, Map<UUID, SeatUsageView> usages) {
        Map<UUID, SeatQuota> quotas = new LinkedHashMap<>();
        everHad.stream()
                .filter(quota -> isUsed(usages.get(quota.requiredId())))
                .forEach(quota -> quotas.put(quota.requiredId(), quota.withSeats(0)));
        specific.terms().seatQuotas().forEach(quota -> quotas.put(quota.requiredId(), quota));
        return quotas.values().stream()
                .map(quota -> of(specific, quota, usages.get(quota.requiredId())))
                .collect(toMap(SpecificSeats::academicYear, Function.identity(), SpecificSeats::plus))
                .values()
                .stream();
    }

    private static boolean isUsed(@Nullable SeatUsageView usage) {
        return usage != null && usage.used() > 0;
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
