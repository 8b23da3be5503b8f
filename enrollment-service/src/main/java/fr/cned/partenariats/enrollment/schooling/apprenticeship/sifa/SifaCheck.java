package fr.cned.partenariats.enrollment.schooling.apprenticeship.sifa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An apprentice whom SIFA would refuse, with everything that is missing or wrong. */
public record SifaCheck(
        UUID contractId,
        UUID studentId,
        String familyName,
        String givenNames,
        String trainingCode,
        List<Finding> findings) {

    /** @param field the place of the value in the API */
    @Schema(name = "SifaFinding")
    public record Finding(SifaRule code, String column, String field, String text) {}

    static SifaCheck of(SifaApprentice apprentice, Locale language) {
        List<Finding> findings = new ArrayList<>();
        for (SifaRule rule : SifaRule.values()) {
            for (SifaColumn column : rule.brokenColumns(apprentice)) {
                findings.add(new Finding(rule, column.name(), column.field, rule.text(language)));
            }
        }
        return new SifaCheck(
                UUID.fromString(apprentice.text("contract.id")),
                UUID.fromString(apprentice.text("contract.studentId")),
                apprentice.text("student.familyName"),
                apprentice.text("student.givenNames"),
                apprentice.text("training.code"),
                findings);
    }
}
