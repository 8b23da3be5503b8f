package fr.cned.partenariats.partner.registry.partner;

import fr.cned.partenariats.commons.base.codes.Department;
import fr.cned.partenariats.commons.base.codes.Departments;
import fr.cned.partenariats.commons.base.codes.InseeCode;
import fr.cned.partenariats.commons.base.codes.Region;
import fr.cned.partenariats.commons.base.codes.RegionName;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A postal address. The department is derived from the INSEE code, the region and its code from the department. */
public record Address(
        @Size(max = 4) List<@NotBlank @Size(max = 100) String> lines,

        @Pattern(regexp = "\\d{5}", message = "{partner.postalCode}") @Nullable
        String postalCode,

        @Schema(description = "INSEE code of the municipality. The department is derived from it.", examples = "29233")
        @InseeCode
        @Nullable
        String inseeCode,

        @Size(min = 1, max = 100) @Nullable String municipality,

        @Schema(description = "Needed only without `inseeCode`.", examples = "29") @Department @Nullable
        String department,

        @Schema(description = "Needed only when the department is not known.", examples = "Bretagne")
        @RegionName
        @Nullable
        String region,

        @Schema(description = "INSEE code of the region. It is derived, as the name.", examples = "53")
        @Pattern(regexp = Address.REGION_CODES, message = "{partner.regionCode}")
        @Nullable
        String regionCode) {

    static final String REGION_CODES = "0[1-46]|11|2[478]|32|44|5[23]|7[56]|84|9[34]";

    /** The copy keeps null elements, which the constraints refuse with their pointer. */
    public Address {
        lines = lines == null ? List.of() : lines.stream().toList();
    }

    /**
     * Returns a copy with the derived department and region; refuses a given one that contradicts the codes.
     *
     * @param pointer JSON pointer of this address in the request
     */
    public Address withDerivedFields(String pointer) {
        String foundDepartment = inseeCode == null ? department : Departments.ofMunicipality(inseeCode);
        if (department != null && !department.equals(foundDepartment)) {
            throw Refusal.invalid(new Violation(
                    pointer + "/department",
                    PartnerProblem.DEPARTMENT_MISMATCH,
                    department,
                    String.valueOf(foundDepartment)));
        }
        Optional<Region> found = regionOf(foundDepartment);
        String foundRegion = found.map(Region::label).orElse(null);
        String foundCode = found.map(Region::code).orElse(null);
        requireSame(pointer + "/region", region, foundRegion);
        requireSame(pointer + "/regionCode", regionCode, foundCode);
        return new Address(lines, postalCode, inseeCode, municipality, foundDepartment, foundRegion, foundCode);
    }

    /** Without a department, by the name; without a name, by the code. */
    private Optional<Region> regionOf(@Nullable String foundDepartment) {
        if (foundDepartment != null) {
            return Region.ofDepartment(foundDepartment);
        }
        return Stream.of(Region.values())
                .filter(one -> region == null
                        ? one.code().equals(regionCode)
                        : one.label().equals(region))
                .findFirst();
    }

    private static void requireSame(String pointer, @Nullable String given, @Nullable String found) {
        if (given != null && !given.equals(found)) {
            throw Refusal.invalid(
                    new Violation(pointer, PartnerProblem.REGION_MISMATCH, given, found == null ? "-" : found));
        }
    }

    /** Returns a copy without the derived fields, so that a merge patch can change the INSEE code alone. */
    public Address withoutDerivedFields() {
        return new Address(
                lines,
                postalCode,
                inseeCode,
                municipality,
                inseeCode == null ? department : null,
                department == null ? region : null,
                null);
    }
}
