package fr.cned.partenariats.partner.demand.need;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A training that a partner asks the catalogue to add. All state changes go through {@link #moveTo}. */
@Entity
class TrainingNeed {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;
    private String title;
    private @Nullable String description;
    private @Nullable Integer level;
    private @Nullable Integer expectedEnrollments;
    private LocalDate expressedOn;

    @Enumerated(EnumType.STRING)
    private TrainingNeedState state;

    private LocalDate stateSince;
    private @Nullable String trainingCode;
    private @Nullable String reason;

    protected TrainingNeed() {}

    static TrainingNeed create(UUID partnerId, CreateTrainingNeed request, LocalDate today) {
        TrainingNeed need = new TrainingNeed();
        need.id = Ids.next();
        need.partnerId = partnerId;
        need.title = request.title();
        need.description = request.description();
        need.level = request.level();
        need.expectedEnrollments = request.expectedEnrollments();
        need.expressedOn = today;
        need.state = TrainingNeedState.EXPRESSED;
        need.stateSince = today;
        return need;
    }

    void study(LocalDate today) {
        moveTo(TrainingNeedState.UNDER_STUDY, today);
    }

    void accept(String code, LocalDate today) {
        moveTo(TrainingNeedState.ACCEPTED, today);
        trainingCode = code;
    }

    void decline(String declineReason, LocalDate today) {
        moveTo(TrainingNeedState.DECLINED, today);
        reason = declineReason;
    }

    private void moveTo(TrainingNeedState next, LocalDate today) {
        Refusal.requireTransition(state, next, state.next());
        state = next;
        stateSince = today;
    }

    UUID id() {
        return id;
    }

    TrainingNeedView view() {
        return new TrainingNeedView(
                id,
                version,
                partnerId,
                title,
                description,
                level,
                expectedEnrollments,
                expressedOn,
                state,
                stateSince,
                trainingCode,
                reason);
    }
}
