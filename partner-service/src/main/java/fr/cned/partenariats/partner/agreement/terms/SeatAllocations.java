package fr.cned.partenariats.partner.agreement.terms;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The seats of one framework that are already allocated: requested by its live specific agreements, or used by
 * students under the framework itself, an ended agreement, or a quota that was lowered or removed.
 */
public record SeatAllocations(List<Allocation> allocations) {

    /**
     * The allocation of one quota.
     *
     * @param requested the seats that a live specific agreement requests; otherwise 0
     */
    record Allocation(UUID agreementId, SeatQuota quota, int requested, int used) {}

    /**
     * The framework itself or one of its specific agreements.
     *
     * @param requesting whether its quotas count against the framework: it is specific and live
     * @param everHad the quotas of all versions of its terms, oldest first
     */
    public record Holder(UUID agreementId, boolean requesting, List<SeatQuota> quotas, List<SeatQuota> everHad) {}

    /** @param usedByQuota the used seats by quota id; a missing quota has none */
    public static SeatAllocations of(List<Holder> holders, Map<UUID, Integer> usedByQuota) {
        return new SeatAllocations(holders.stream()
                .flatMap(holder -> allocations(holder, usedByQuota))
                .toList());
    }

    private static Stream<Allocation> allocations(Holder holder, Map<UUID, Integer> usedByQuota) {
        Map<UUID, Integer> requested = new HashMap<>();
        if (holder.requesting()) {
            holder.quotas().forEach(quota -> requested.put(quota.requiredId(), quota.seats()));
        }
        Map<UUID, SeatQuota> latest = new LinkedHashMap<>();
        holder.everHad().forEach(quota -> latest.put(quota.requiredId(), quota));
        return latest.entrySet().stream()
                .map(quota -> new Allocation(
                        holder.agreementId(),
                        quota.getValue(),
                        requested.getOrDefault(quota.getKey(), 0),
                        usedByQuota.getOrDefault(quota.getKey(), 0)));
    }

    public List<SeatQuota> all() {
        return besides(null, AgreementTerms.NONE);
    }

    /**
     * The seats that are allocated besides the quotas of these terms: all allocations of the other agreements, and the
     * used seats of this agreement that its new terms no longer have.
     *
     * @param agreementId the agreement that the terms belong to; null for a new agreement
     */
    public List<SeatQuota> besides(@Nullable UUID agreementId, AgreementTerms terms) {
        Map<SeatQuota.Subject, Integer> own = terms.seatQuotas().stream()
                .collect(Collectors.toMap(SeatQuota::subject, SeatQuota::seats, Integer::sum));
        return allocations.stream()
                .map(allocation -> allocation.quota.withSeats(
                        allocation.agreementId.equals(agreementId)
                                ? allocation.used - own.getOrDefault(allocation.quota.subject(), 0)
                                : Math.max(allocation.requested, allocation.used)))
                .filter(quota -> quota.seats() > 0)
                .toList();
    }

    /**
     * The seats by quota that a framework can still grant under itself.
     *
     * @param familyOf family by training code, for the trainings that are known
     */
    public static Map<UUID, Integer> remaining(
            AgreementTerms framework, List<SeatQuota> allocated, Map<String, String> familyOf) {
        return framework.seatQuotas().stream().collect(Collectors.toMap(SeatQuota::requiredId, quota ->
                (int) Math.max(quota.seats() - quota.sumOfCovered(allocated, familyOf), 0)));
    }
}
