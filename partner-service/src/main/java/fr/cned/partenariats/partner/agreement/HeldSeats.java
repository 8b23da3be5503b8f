package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.seat.SeatUsageView;
import fr.cned.partenariats.partner.seat.SeatUsages;
import fr.cned.partenariats.partner.training.TrainingFamilies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The seats of a framework that are not free any more: what its live specific agreements ask for, and what
 * students use: under the framework itself, or where the agreement has ended or the quota was lowered or taken out.
 */
@ApplicationScoped
class HeldSeats {

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final SeatUsages seatUsages;
    private final TrainingFamilies families;

    HeldSeats(
            AgreementRepository agreements,
            HistoryRepository history,
            SeatUsages seatUsages,
            TrainingFamilies families) {
        this.agreements = agreements;
        this.history = history;
        this.seatUsages = seatUsages;
        this.families = families;
    }

    /** One quota's. */
    private record Line(UUID agreementId, SeatQuota quota, int asked, int used) {}

    /** Of one framework. */
    static final class Held {
        private final List<Line> lines;

        private Held(List<Line> lines) {
            this.lines = lines;
        }

        List<SeatQuota> all() {
            return beside(null, AgreementTerms.NONE);
        }

        /** What all others hold; and {@code self}, of quotas that these terms of it leave out, what is used. */
        List<SeatQuota> beside(@Nullable UUID self, AgreementTerms terms) {
            Set<SeatQuota.Subject> own =
                    terms.seatQuotas().stream().map(SeatQuota::subject).collect(Collectors.toSet());
            return lines.stream()
                    .flatMap(line -> {
                        if (!line.agreementId.equals(self)) {
                            return Stream.of(line.quota.withSeats(Math.max(line.asked, line.used)));
                        }
                        return own.contains(line.quota.subject())
                                ? Stream.empty()
                                : Stream.of(line.quota.withSeats(line.used));
                    })
                    .toList();
        }
    }

    /** By quota, the seats that a framework's specific agreements leave to itself; nothing for other agreements. */
    Map<UUID, Integer> leftUnder(Agreement agreement) {
        if (agreement.kind() != AgreementKind.FRAMEWORK) {
            return Map.of();
        }
        List<SeatQuota> quotas = agreement.terms().seatQuotas();
        List<SeatQuota> held = under(agreement).beside(agreement.id(), agreement.terms());
        Map<String, String> familyOf = families.of(held.stream()
                .map(SeatQuota::trainingCode)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toSet()));
        return quotas.stream().collect(Collectors.toMap(SeatQuota::keptId, quota ->
                (int) Math.max(quota.seats() - quota.covered(held, familyOf), 0)));
    }

    Held under(Agreement framework) {
        List<Agreement> holders = Stream.concat(
                        Stream.of(framework), agreements.signedSpecificsOf(framework.id()).stream())
                .toList();
        List<UUID> ids = holders.stream().map(Agreement::id).toList();
        Map<UUID, SeatUsageView> usages = seatUsages.of(ids);
        Map<UUID, List<SeatQuota>> everHad = history.quotas(ids);
        return new Held(holders.stream()
                .flatMap(holder -> lines(holder, everHad.getOrDefault(holder.id(), List.of()), usages))
                .toList());
    }

    private static Stream<Line> lines(Agreement holder, List<SeatQuota> everHad, Map<UUID, SeatUsageView> usages) {
        Map<UUID, Integer> asked = new HashMap<>();
        if (holder.state().isLive() && holder.kind() != AgreementKind.FRAMEWORK) { // which asks for the ceiling itself
            holder.terms().seatQuotas().forEach(quota -> asked.put(quota.keptId(), quota.seats()));
        }
        Map<UUID, SeatQuota> lines = new HashMap<>();
        everHad.forEach(quota -> lines.put(quota.keptId(), quota));
        return lines.entrySet().stream().map(line -> {
            SeatUsageView usage = usages.get(line.getKey());
            return new Line(
                    holder.id(),
                    line.getValue(),
                    asked.getOrDefault(line.getKey(), 0),
                    usage == null ? 0 : usage.used());
        });
    }
}
