package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.CONTRACT_RUPTURED;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.DATE_OUTSIDE_PERIOD;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.base.problem.Warning;
import fr.cned.partenariats.commons.changelog.Owner;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.Period;
import fr.cned.partenariats.enrollment.schooling.apprenticeship.ContractChange.Kind;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** An apprentice's contract with an employer. It can be corrected until it is ruptured. */
@Entity
public class ApprenticeshipContract {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID enrollmentId;
    private UUID studentId;

    @Owner
    private UUID partnerId;

    private String employerSiret;
    private @Nullable String secondEmployerSiret;
    private LocalDate startsOn;
    private LocalDate endsOn;
    private UUID trainingCentreId;
    private @Nullable UUID hostSchoolId;
    private @Nullable String hostSchoolStructure;
    private @Nullable LocalDate rupturedOn;

    @Enumerated(EnumType.STRING)
    private @Nullable RuptureCause ruptureCause;

    /** The day on which the rupture was recorded. */
    private @Nullable LocalDate ruptureSeenOn;

    @Basic
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private List<ContractChange> history;

    protected ApprenticeshipContract() {}

    static ApprenticeshipContract create(
            UUID enrollmentId, UUID studentId, UUID partnerId, ContractData data, String by, Instant now) {
        ApprenticeshipContract contract = new ApprenticeshipContract();
        contract.id = Ids.next();
        contract.enrollmentId = enrollmentId;
        contract.studentId = studentId;
        contract.partnerId = partnerId;
        contract.history = List.of();
        contract.apply(data);
        contract.addToHistory(Kind.REGISTERED, by, now, null);
        return contract;
    }

    void correct(ContractData data, String by, Instant now) {
        refuseIfRuptured();
        ContractData before = data();
        if (!data.equals(before)) {
            apply(data);
            addToHistory(Kind.CORRECTED, by, now, before);
        }
    }

    void rupture(LocalDate lastDay, RuptureCause cause, String by, LocalDate today, Instant now) {
        refuseIfRuptured();
        if (!new Period(startsOn, endsOn).contains(lastDay)) {
            throw Refusal.ofAll(
                    List.of(new Violation("/rupturedOn", DATE_OUTSIDE_PERIOD, startsOn.toString(), endsOn.toString())));
        }
        end(lastDay, cause, by, today, now);
    }

    /**
     * With its enrollment. A contract that begins later never begins: it ends before its first day. A rupture for a later
     * day comes earlier, with the cause and the day of its recording.
     */
    void endWithEnrollment(LocalDate lastDay, String by, LocalDate today, Instant now) {
        RuptureCause cause = ruptureCause;
        LocalDate seenOn = ruptureSeenOn;
        if (cause == null || seenOn == null) {
            end(lastDay, RuptureCause.ENROLLMENT_ENDED, by, today, now);
        } else {
            end(lastDay, cause, by, seenOn, now);
        }
    }

    /** The training goes on in another enrollment of the same student. */
    void transferTo(UUID enrollment, String by, Instant now) {
        enrollmentId = enrollment;
        addToHistory(Kind.TRANSFERRED, by, now, null);
    }

    private void end(LocalDate lastDay, RuptureCause cause, String by, LocalDate seenOn, Instant now) {
        rupturedOn = lastDay;
        ruptureCause = cause;
        ruptureSeenOn = seenOn;
        addToHistory(Kind.RUPTURED, by, now, null);
    }

    void refuseIfRuptured() {
        if (rupturedOn != null) {
            throw Refusal.of(CONTRACT_RUPTURED, rupturedOn.toString());
        }
    }

    private void apply(ContractData data) {
        employerSiret = data.employerSiret();
        secondEmployerSiret = data.secondEmployerSiret();
        startsOn = data.startsOn();
        endsOn = data.endsOn();
        trainingCentreId = data.trainingCentreId();
        hostSchoolId = data.hostSchoolId();
        hostSchoolStructure = data.hostSchoolStructure();
    }

    private void addToHistory(Kind kind, String by, Instant now, @Nullable ContractData before) {
        List<ContractChange> changes = new ArrayList<>(history);
        changes.add(new ContractChange(kind, now, by, before));
        history = List.copyOf(changes);
    }

    ContractData data() {
        return new ContractData(
                employerSiret,
                secondEmployerSiret,
                startsOn,
                endsOn,
                trainingCentreId,
                hostSchoolId,
                hostSchoolStructure);
    }

    ContractView view(ActorNames actors) {
        return view(actors, null);
    }

    ContractView view(ActorNames actors, @Nullable List<Warning> warnings) {
        return new ContractView(
                id,
                version,
                enrollmentId,
                studentId,
                partnerId,
                employerSiret,
                secondEmployerSiret,
                startsOn,
                endsOn,
                trainingCentreId,
                hostSchoolId,
                hostSchoolStructure,
                rupturedOn,
                ruptureCause,
                ruptureSeenOn,
                history.stream().map(change -> change.withVisibleActor(actors)).toList(),
                warnings);
    }

    UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    UUID enrollmentId() {
        return enrollmentId;
    }

    UUID partnerId() {
        return partnerId;
    }

    @Nullable
    LocalDate rupturedOn() {
        return rupturedOn;
    }

    @Nullable
    LocalDate ruptureSeenOn() {
        return ruptureSeenOn;
    }

    List<ContractChange> history() {
        return history;
    }
}
