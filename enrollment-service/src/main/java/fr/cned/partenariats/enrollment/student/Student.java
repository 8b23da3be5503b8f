package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.base.ids.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Mutability;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.java.Immutability;
import org.jspecify.annotations.Nullable;

/** The registration of a person by one partner. Two partners may register the same person; see {@code merge}. */
@Entity
public class Student {

    @Id
    private UUID id;

    @Version
    private long version;

    private UUID partnerId;
    private String familyName;
    private String givenNames;
    private LocalDate birthDate;
    private String birthPlace;
    private @Nullable String email;
    private @Nullable String ine;

    /** The partner's own identifier. */
    private @Nullable String reference;

    private @Nullable Short diplomaLevel;
    private boolean highLevelAthlete;
    private boolean apprentice;
    private boolean civilServant;
    private boolean priorityDistrict;
    private boolean parentOfThree;

    /** Null when there are none. */
    @JdbcTypeCode(SqlTypes.JSON)
    @Mutability(Immutability.class)
    private @Nullable StudentDetails details;

    /** The normalised usage and given names, for the search; null without a usage name. */
    private @Nullable String usageKey;

    /** See {@link IdentityKey}. */
    private String identityKey;

    /** The version of the normalisation behind the key. */
    private short identityVersion;

    private Instant registeredAt;

    /** When the revision last grew. The database sets it, for changes in SQL, too. */
    @Column(insertable = false, updatable = false)
    private Instant changedAt;

    /** The time of the erasure; the personal fields are empty then. */
    private @Nullable Instant erasedAt;

    /** The registration that this one is an alias of. */
    private @Nullable UUID mergedInto;

    protected Student() {}

    public static Student create(UUID partnerId, StudentData data, Instant now) {
        Student student = new Student();
        student.id = Ids.next();
        student.partnerId = partnerId;
        student.registeredAt = now;
        student.update(data);
        return student;
    }

    void update(StudentData data) {
        StudentSituation situation = data.situationOrNone();
        familyName = data.familyName().strip();
        givenNames = data.givenNames().strip();
        birthDate = data.birthDate();
        birthPlace = data.birthPlace().strip();
        email = data.email();
        ine = data.ine();
        reference = data.reference();
        diplomaLevel = data.diplomaLevel() == null ? null : data.diplomaLevel().shortValue();
        highLevelAthlete = Boolean.TRUE.equals(situation.highLevelAthlete());
        apprentice = Boolean.TRUE.equals(situation.apprentice());
        civilServant = Boolean.TRUE.equals(situation.civilServant());
        priorityDistrict = Boolean.TRUE.equals(situation.priorityDistrict());
        parentOfThree = Boolean.TRUE.equals(situation.parentOfThree());
        StudentDetails given = data.details();
        details = given.equals(StudentDetails.NONE) ? null : given;
        usageKey = data.usageKey();
        identityKey = data.identityKey();
        identityVersion = IdentityKey.VERSION;
    }

    public void mergeInto(Student survivor) {
        mergedInto = survivor.id;
    }

    public void unmerge() {
        mergedInto = null;
    }

    public UUID id() {
        return id;
    }

    long revision() {
        return version;
    }

    StudentData data() {
        return dataWith(detailsOrNone());
    }

    StudentData dataWith(StudentDetails shown) {
        return new StudentData(
                familyName,
                givenNames,
                birthDate,
                birthPlace,
                email,
                ine,
                diplomaLevel == null ? null : diplomaLevel.intValue(),
                new StudentSituation(highLevelAthlete, apprentice, civilServant, priorityDistrict, parentOfThree),
                reference,
                shown.usageName(),
                shown.sex(),
                shown.nationality(),
                shown.birthPlaceCode(),
                shown.telephone(),
                shown.address(),
                shown.guardian(),
                shown.sifa());
    }

    StudentDetails detailsOrNone() {
        return details == null ? StudentDetails.NONE : details;
    }

    @Nullable
    StudentDetails details() {
        return details;
    }

    @Nullable
    String usageKey() {
        return usageKey;
    }

    public @Nullable UUID mergedInto() {
        return mergedInto;
    }

    public boolean hasSameIneAs(Student other) {
        return ine != null && ine.equals(other.ine);
    }

    boolean hasSimilarIdentityTo(Student other) {
        return IdentityKey.areSimilar(identityKey, other.identityKey);
    }

    public boolean hasSameIdentityAs(Student other) {
        return identityKey.equals(other.identityKey);
    }

    @Nullable
    String ine() {
        return ine;
    }

    @Nullable
    String reference() {
        return reference;
    }

    String identityKey() {
        return identityKey;
    }

    boolean isErased() {
        return erasedAt != null;
    }

    short identityVersion() {
        return identityVersion;
    }

    UUID partnerId() {
        return partnerId;
    }

    Instant registeredAt() {
        return registeredAt;
    }

    Instant changedAt() {
        return changedAt;
    }
}
