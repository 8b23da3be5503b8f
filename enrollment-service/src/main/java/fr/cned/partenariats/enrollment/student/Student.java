package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.ids.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person as one partner registered them. The only place of this service that holds personal data. */
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
    private @Nullable Short diplomaLevel;
    private boolean highLevelAthlete;
    private boolean apprentice;
    private boolean civilServant;
    private boolean priorityDistrict;
    private boolean parentOfThree;
    /** What possible duplicates have in common. */
    private String identityKey;

    private Instant registeredAt;

    /** Since when there is nobody behind it any more; its other fields are empty then. */
    private @Nullable Instant erasedAt;

    /** Whom this registration is an alias of. */
    private @Nullable UUID mergedInto;

    protected Student() {}

    static Student register(UUID partnerId, StudentData data, Instant now) {
        Student student = new Student();
        student.id = Ids.next();
        student.partnerId = partnerId;
        student.registeredAt = now;
        student.describe(data);
        return student;
    }

    void describe(StudentData data) {
        Situation situation = data.situationOrUnknown();
        familyName = data.familyName().strip();
        givenNames = data.givenNames().strip();
        birthDate = data.birthDate();
        birthPlace = data.birthPlace().strip();
        email = data.email();
        ine = data.ine();
        diplomaLevel = data.diplomaLevel() == null ? null : data.diplomaLevel().shortValue();
        highLevelAthlete = Boolean.TRUE.equals(situation.highLevelAthlete());
        apprentice = Boolean.TRUE.equals(situation.apprentice());
        civilServant = Boolean.TRUE.equals(situation.civilServant());
        priorityDistrict = Boolean.TRUE.equals(situation.priorityDistrict());
        parentOfThree = Boolean.TRUE.equals(situation.parentOfThree());
        identityKey =
                normalised(familyName) + '|' + normalised(givenNames) + '|' + birthDate + '|' + normalised(birthPlace);
    }

    public void mergeInto(Student survivor) {
        mergedInto = survivor.id;
    }

    public void standForItself() {
        mergedInto = null;
    }

    /** Two spellings of one name compare equal: no accents, no case, nothing but letters and digits. */
    private static String normalised(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    public UUID id() {
        return id;
    }

    long version() {
        return version;
    }

    StudentData data() {
        return new StudentData(
                familyName,
                givenNames,
                birthDate,
                birthPlace,
                email,
                ine,
                diplomaLevel == null ? null : diplomaLevel.intValue(),
                new Situation(highLevelAthlete, apprentice, civilServant, priorityDistrict, parentOfThree));
    }

    public @Nullable UUID mergedInto() {
        return mergedInto;
    }

    public boolean hasIneOf(Student other) {
        return ine != null && ine.equals(other.ine);
    }

    public boolean hasIdentityOf(Student other) {
        return identityKey.equals(other.identityKey);
    }

    @Nullable
    String ine() {
        return ine;
    }

    String identityKey() {
        return identityKey;
    }

    boolean isErased() {
        return erasedAt != null;
    }

    UUID partnerId() {
        return partnerId;
    }

    Instant registeredAt() {
        return registeredAt;
    }
}
