package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.CatalogProblem.FIXED_FIELD;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_ARCHIVED;

import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** A training of the catalogue. Every change goes through {@link #update} or {@link #transitionTo}. */
@Entity
class Training {

    @Id
    private UUID id;

    @Version
    private long version; // shown as revision in views and events

    private String code;
    private String title;

    @Enumerated(EnumType.STRING)
    private Family family;

    private @Nullable Integer level;
    private @Nullable String rncp;
    private @Nullable Integer ects;
    private @Nullable Integer durationHours;

    @Enumerated(EnumType.STRING)
    private List<Modality> modalities;

    private boolean apprenticeship;
    private List<UUID> providerIds;
    private @Nullable Integer prerequisiteMinLevel;

    @Enumerated(EnumType.STRING)
    private List<Exemption> prerequisiteExemptions;

    private @Nullable String nsf;
    private List<String> rome;
    private List<String> formacode;
    private @Nullable String objectives;

    @Column(name = "content")
    private @Nullable String programme;

    @Embedded
    private @Nullable Contest contest;

    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable Curriculum curriculum;

    private @Nullable UUID trainingNeedId;

    @Enumerated(EnumType.STRING)
    private TrainingState state;

    protected Training() {}

    static Training draft(UUID id, TrainingDetails details) {
        details.requireConsistent();
        Training training = new Training();
        training.id = id;
        training.code = details.code();
        training.state = TrainingState.DRAFT;
        training.write(details);
        return training;
    }

    /** Replaces all details. Refuses another code, and another family once the training is published. */
    void update(TrainingDetails details) {
        if (state == TrainingState.ARCHIVED) {
            throw Refusal.of(TRAINING_ARCHIVED);
        }
        details.requireConsistent();
        List<Violation> faults = new ArrayList<>();
        if (!details.code().equals(code)) {
            faults.add(new Violation("/code", FIXED_FIELD));
        }
        if (state != TrainingState.DRAFT && details.family() != family) {
            faults.add(new Violation("/family", FIXED_FIELD));
        }
        Refusal.requireNone(faults);
        write(details);
    }

    void transitionTo(TrainingState next) {
        state = state.transitionTo(next);
    }

    private void write(TrainingDetails details) {
        title = details.title();
        family = details.family();
        level = details.level();
        rncp = details.rncp();
        ects = details.ects();
        durationHours = details.durationHours();
        modalities = details.modalities();
        apprenticeship = details.apprenticeship();
        providerIds = details.providerIds();
        prerequisiteMinLevel = details.prerequisites().minLevel();
        prerequisiteExemptions = details.prerequisites().exemptions();
        nsf = details.nsf();
        rome = details.rome();
        formacode = details.formacode();
        objectives = details.objectives();
        programme = details.content();
        contest = details.contest();
        curriculum = details.curriculum();
        trainingNeedId = details.trainingNeedId();
    }

    TrainingDetails details() {
        return new TrainingDetails(
                code,
                title,
                family,
                level,
                rncp,
                ects,
                durationHours,
                modalities,
                apprenticeship,
                providerIds,
                new Prerequisites(prerequisiteMinLevel, prerequisiteExemptions),
                nsf,
                rome,
                formacode,
                objectives,
                programme,
                contest,
                curriculum,
                trainingNeedId);
    }

    /** Only catalogue managers see drafts. */
    boolean isPublic() {
        return state != TrainingState.DRAFT;
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    TrainingState state() {
        return state;
    }
}
