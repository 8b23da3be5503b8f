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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A postal address. The department is derived from the INSEE code, the region from the department. */
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
        String region) {

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
        String foundRegion = foundDepartment == null
                ? region
                : Region.ofDepartment(foundDepartment).map(Region::label).orElse(null);
        if (region != null && !region.equals(foundRegion)) {
            throw Refusal.invalid(new Violation(
                    pointer + "/region",
                    PartnerProblem.REGION_MISMATCH,
                    region,
                    foundRegion == null ? "-" : foundRegion));
        }
        return new Address(lines, postalCode, inseeCode, municipality, foundDepartment, foundRegion);
    }

    /** Returns a copy without the derived fields, so that a merge patch can change the INSEE code alone. */
    public Address withoutDerivedFields() {
        return new Address(
                lines,
                postalCode,
                inseeCode,
                municipality,
                inseeCode == null ? department : null,
                department == null ? region : null);
    }
}
