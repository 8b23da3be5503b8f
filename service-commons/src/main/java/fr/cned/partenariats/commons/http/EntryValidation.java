package fr.cned.partenariats.commons.http;

import static fr.cned.partenariats.commons.problem.CommonProblem.INVALID_REQUEST;
import static fr.cned.partenariats.commons.problem.CommonProblem.REQUIRED;

import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.commons.problem.Refusal;
import fr.cned.partenariats.commons.problem.RequestViolations;
import fr.cned.partenariats.commons.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Validates the entries of a long list one by one and stops at the maximum number of violations in an answer.
 * {@code @Valid} on the list would collect all violations of all entries first.
 */
@ApplicationScoped
public class EntryValidation {

    private final Validator validator;

    EntryValidation(Validator validator) {
        this.validator = validator;
    }

    /** @param pointer JSON pointer of the list */
    public void requireValid(String pointer, List<? extends @Nullable Object> entries) {
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < entries.size() && violations.size() <= ProblemRenderer.MAX_ERRORS; i++) {
            violations.addAll(violationsOf(pointer + '/' + i, entries.get(i)));
        }
        if (!violations.isEmpty()) {
            throw Refusal.of(INVALID_REQUEST).with(violations);
        }
    }

    private List<Violation> violationsOf(String pointer, @Nullable Object entry) {
        return entry == null
                ? List.of(new Violation(pointer, REQUIRED))
                : RequestViolations.of(validator.validate(entry)).under(pointer).violations();
    }
}
