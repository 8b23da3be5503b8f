package fr.cned.partenariats.catalog.training;

import static fr.cned.partenariats.catalog.CatalogProblem.FIXED_FIELD;
import static fr.cned.partenariats.catalog.CatalogProblem.TRAINING_ARCHIVED;

import fr.cned.partenariats.commons.problem.CommonProblem;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A programme of the catalogue. Every change goes through {@link #edit} or {@link #moveTo}. */
@Entity
class Training {

    @Id
    private UUID id;

    @Version
    private long version; // also the revision of its events

    private long changeNumber;
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
    private @Nullable ContestColumns contest;

    private @Nullable UUID trainingNeedId;

    @Enumerated(EnumType.STRING)
    private TrainingState state;

    protected Training() {}

    static Training draft(UUID id, TrainingContent content, long changeNumber) {
        content.requireConsistent();
        Training training = new Training();
        training.id = id;
        training.code = content.code();
        training.state = TrainingState.DRAFT;
        training.write(content, changeNumber);
        return training;
    }

    /** Replaces what the training says. Its code is how others know it and stays; its family too once it is published. */
    void edit(TrainingContent content, long changeNumber) {
        if (state == TrainingState.ARCHIVED) {
            throw Refusal.of(TRAINING_ARCHIVED);
        }
        content.requireConsistent();
        List<Violation> faults = new ArrayList<>();
        if (!content.code().equals(code)) {
            faults.add(new Violation("/code", FIXED_FIELD));
        }
        if (state != TrainingState.DRAFT && content.family() != family) {
            faults.add(new Violation("/family", FIXED_FIELD));
        }
        if (!faults.isEmpty()) {
            throw Refusal.of(CommonProblem.INVALID_REQUEST).with(faults);
        }
        write(content, changeNumber);
    }

    void moveTo(TrainingState next, long changeNumber) {
        state = state.moveTo(next);
        this.changeNumber = changeNumber;
    }

    private void write(TrainingContent content, long changeNumber) {
        this.changeNumber = changeNumber;
        title = content.title();
        family = content.family();
        level = content.level();
        rncp = content.rncp();
        ects = content.ects();
        durationHours = content.durationHours();
        modalities = content.modalities();
        apprenticeship = content.apprenticeship();
        providerIds = content.providerIds();
        prerequisiteMinLevel = content.prerequisites().minLevel();
        prerequisiteExemptions = content.prerequisites().exemptions();
        nsf = content.nsf();
        rome = content.rome();
        formacode = content.formacode();
        objectives = content.objectives();
        programme = content.content();
        contest = content.contest() == null ? null : ContestColumns.of(content.contest());
        trainingNeedId = content.trainingNeedId();
    }

    TrainingContent content() {
        return new TrainingContent(
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
                contest == null ? null : contest.toContest(),
                trainingNeedId);
    }

    /** Drafts are the managers' own. */
    boolean isPublic() {
        return state != TrainingState.DRAFT;
    }

    UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    long changeNumber() {
        return changeNumber;
    }

    TrainingState state() {
        return state;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Training that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}
