package fr.cned.partenariats.enrollment.student;

import fr.cned.partenariats.commons.base.codes.Country;
import fr.cned.partenariats.commons.base.codes.Ine;
import fr.cned.partenariats.commons.base.codes.InseeCode;
import fr.cned.partenariats.enrollment.Reference;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The data of a student that the partner enters.
 *
 * @param diplomaLevel level of the highest diploma in the French framework (3–8); prerequisites refer to it
 * @param usageName the name in use, beside the name at birth, which the identity is made of
 * @param birthPlaceCode INSEE code of the municipality of birth; 99 and three digits for a country
 */
@GuardianOfMinor
public record StudentData(
        @NotBlank @Size(max = 100) String familyName,
        @NotBlank @Size(max = 100) String givenNames,
        @NotNull @BirthDate LocalDate birthDate,
        @NotBlank @Size(max = 100) String birthPlace,

        @Schema(format = "email") @Nullable @Email @Size(max = 200)
        String email,

        @Nullable @Ine String ine,
        @Nullable @Min(3) @Max(8) Integer diplomaLevel,
        @Nullable @Valid StudentSituation situation,
        @Nullable @Reference String reference,
        @Nullable @Size(min = 1, max = 100) String usageName,
        @Nullable Sex sex,
        @Nullable @Country String nationality,
        @Nullable @InseeCode String birthPlaceCode,
        @Nullable @Telephone String telephone,
        @Nullable @Valid PostalAddress address,
        @Nullable @Valid Guardian guardian,
        @Nullable @Valid ApprenticeSifa sifa) {

    public StudentData {
        usageName = usageName == null ? null : usageName.strip();
        telephone = Telephone.Validator.normalized(telephone);
        sifa = ApprenticeSifa.NONE.equals(sifa) ? null : sifa;
    }

    /** See {@link IdentityKey}. */
    public String identityKey() {
        return IdentityKey.of(familyName, givenNames, birthDate, birthPlace);
    }

    /** A word in capitals and digits, without accents and signs. */
    public static String plain(String word) {
        return IdentityKey.normalized(word);
    }

    /** The beginning of the identity keys of persons with these names. */
    public static String nameKey(String familyName, String givenNames) {
        return IdentityKey.normalized(familyName) + IdentityKey.SEPARATOR + IdentityKey.normalized(givenNames);
    }

    /** Whether both may be data of one person: a typing error and a new name are corrections, another person is none. */
    public boolean maySharePerson(StudentData other) {
        boolean sameFamily = IdentityKey.normalized(familyName).equals(IdentityKey.normalized(other.familyName));
        boolean sameGiven = IdentityKey.normalized(givenNames).equals(IdentityKey.normalized(other.givenNames));
        boolean sameBirth = birthDate.equals(other.birthDate);
        if (ine != null && ine.equals(other.ine)) {
            return true;
        }
        if (reference != null && other.reference != null) {
            return reference.equals(other.reference);
        }
        return sameBirth ? sameFamily || sameGiven : sameFamily && sameGiven;
    }

    @Nullable
    String usageKey() {
        return usageName == null ? null : nameKey(usageName, givenNames);
    }

    StudentDetails details() {
        return new StudentDetails(usageName, sex, nationality, birthPlaceCode, telephone, address, guardian, sifa);
    }

    public StudentSituation situationOrNone() {
        return situation == null ? StudentSituation.NONE : situation;
    }
}
