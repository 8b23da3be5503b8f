package fr.cned.partenariats.partner.partner;

import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.partner.PartnerProblem;
import fr.cned.partenariats.partner.codes.Codes;
import fr.cned.partenariats.partner.codes.Department;
import fr.cned.partenariats.partner.codes.InseeCode;
import fr.cned.partenariats.partner.codes.Region;
import fr.cned.partenariats.partner.codes.RegionName;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where something is. The department follows from the municipality, the region from the department. */
public record Address(
        @Size(max = 4) List<@NotBlank @NotNull @Size(max = 100) String> lines,

        @Pattern(regexp = "\\d{5}", message = "{partner.postalCode}") @Nullable
        String postalCode,

        @Schema(description = "INSEE code of the municipality; gives the department.", examples = "29233")
        @InseeCode
        @Nullable
        String inseeCode,

        @Size(min = 1, max = 100) @Nullable String municipality,

        @Schema(description = "Needed only without inseeCode.", examples = "29") @Department @Nullable
        String department,

        @Schema(description = "Needed only where the department is not known.", examples = "Bretagne")
        @RegionName
        @Nullable
        String region) {

    public Address {
        lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /** With what follows from the codes filled in; refuses a department or region that contradicts them. */
    public Address completed(String pointer) {
        String foundDepartment = inseeCode == null ? department : Codes.departmentOf(inseeCode);
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

    /** Without what follows from the codes, so that a merge patch of the code alone does not contradict the rest. */
    public Address editable() {
        return new Address(
                lines,
                postalCode,
                inseeCode,
                municipality,
                inseeCode == null ? department : null,
                department == null ? region : null);
    }
}
