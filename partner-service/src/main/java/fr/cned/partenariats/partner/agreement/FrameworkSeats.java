package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.partner.agreement.seat.SeatUsages;
import fr.cned.partenariats.partner.agreement.terms.AgreementKind;
import fr.cned.partenariats.partner.agreement.terms.AgreementTerms;
import fr.cned.partenariats.partner.agreement.terms.SeatAllocations;
import fr.cned.partenariats.partner.agreement.terms.SeatQuota;
import fr.cned.partenariats.partner.replica.training.TrainingFamilies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads which seats of a framework are allocated and which it can still grant under itself. */
@ApplicationScoped
class FrameworkSeats {

    private final AgreementRepository agreements;
    private final HistoryRepository history;
    private final SeatUsages seatUsages;
    private final TrainingFamilies families;

    FrameworkSeats(
            AgreementRepository agreements,
            HistoryRepository history,
            SeatUsages seatUsages,
            TrainingFamilies families) {
        this.agreements = agreements;
        this.history = history;
        this.seatUsages = seatUsages;
        this.families = families;
    }

    SeatAllocations allocations(Agreement framework) {
        List<Agreement> holders = Stream.concat(
                        Stream.of(framework), agreements.signedSpecificsOf(framework.id()).stream())
                .toList();
        List<UUID> ids = holders.stream().map(Agreement::id).toList();
        Map<UUID, Integer> usedByQuota = seatUsages.findByAgreements(ids).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, usage -> usage.getValue().used()));
        Map<UUID, List<SeatQuota>> everHad = history.quotas(ids);
        return SeatAllocations.of(
                holders.stream()
                        .map(holder -> new SeatAllocations.Holder(
                                holder.id(),
                                holder.state().isLive() && holder.kind() != AgreementKind.FRAMEWORK,
                                holder.terms().seatQuotas(),
                                everHad.getOrDefault(holder.id(), List.of())))
                        .toList(),
                usedByQuota);
    }

    /** The seats by quota that a framework can still grant under itself; empty for other agreements. */
    Map<UUID, Integer> remaining(Agreement agreement) {
        if (agreement.kind() != AgreementKind.FRAMEWORK) {
            return Map.of();
        }
        List<SeatQuota> allocated = allocations(agreement).besides(agreement.id(), agreement.terms());
        Set<String> trainings = AgreementTerms.trainingsOf(allocated).collect(Collectors.toSet());
        return SeatAllocations.remaining(agreement.terms(), allocated, families.of(trainings));
    }
}
