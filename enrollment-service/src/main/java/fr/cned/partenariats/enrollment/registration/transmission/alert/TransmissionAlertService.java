package fr.cned.partenariats.enrollment.registration.transmission.alert;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.http.propagation.NotYetPropagated;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.Lists;
import fr.cned.partenariats.enrollment.registration.transmission.alert.SendingRhythm.Finding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens and resolves alerts about what partners send, and shows them. {@link TransmissionJudge} runs it. */
@ApplicationScoped
public class TransmissionAlertService {

    private static final SendingRhythm NOTHING_SENT = SendingRhythm.of(List.of(), LocalDate.EPOCH);

    private final TransmissionAlertRepository alerts;
    private final ProblemRenderer texts;
    private final Caller caller;
    private final Clock clock;

    TransmissionAlertService(TransmissionAlertRepository alerts, ProblemRenderer texts, Caller caller, Clock clock) {
        this.alerts = alerts;
        this.texts = texts;
        this.caller = caller;
        this.clock = clock;
    }

    /** The caller's transaction has the scope of all tenants. Does nothing while another instance judges. */
    @Transactional(Transactional.TxType.MANDATORY)
    void judge(Collection<UUID> partners) {
        if (!alerts.isAlone()) {
            return;
        }
        Map<UUID, SendingRhythm> rhythms = alerts.rhythms(partners, LocalDate.now(clock));
        Map<UUID, Map<TransmissionCondition, TransmissionAlert>> known = alerts.of(partners).stream()
                .collect(Collectors.groupingBy(
                        TransmissionAlert::partnerId,
                        Collectors.toMap(TransmissionAlert::condition, Function.identity())));
        for (UUID partner : partners) {
            Map<TransmissionCondition, Finding> findings =
                    rhythms.getOrDefault(partner, NOTHING_SENT).findings().stream()
                            .collect(Collectors.toMap(Finding::condition, Function.identity()));
            judge(partner, findings, known.getOrDefault(partner, Map.of()));
        }
    }

    private void judge(
            UUID partner,
            Map<TransmissionCondition, Finding> findings,
            Map<TransmissionCondition, TransmissionAlert> known) {
        Instant now = clock.instant();
        for (TransmissionCondition condition : TransmissionCondition.values()) {
            @Nullable Finding finding = findings.get(condition);
            @Nullable TransmissionAlert alert = known.get(condition);
            if (alert != null) {
                alert.update(finding, now);
            } else if (finding != null) {
                alerts.persist(TransmissionAlert.raise(partner, finding, now));
            }
        }
    }

    @Transactional
    public Page<TransmissionAlertView> list(TransmissionAlertFilter filter, PageParams page) {
        return Lists.byId(
                alerts, filter.conditions(caller.scope()), page, alert -> alert.view(texts), TransmissionAlert::id);
    }

    @Transactional
    public PartnerTransmissionView ofPartner(UUID partnerId) {
        TenantScope scope = caller.scope();
        scope.requireCovers(partnerId, "partner");
        if (!alerts.isKnown(partnerId)) {
            throw NotYetPropagated.or(Refusal.of(NOT_FOUND, "partner"), partnerId, "/id");
        }
        return PartnerTransmissionView.of(
                partnerId,
                alerts.rhythms(List.of(partnerId), LocalDate.now(clock)).getOrDefault(partnerId, NOTHING_SENT),
                texts);
    }
}
