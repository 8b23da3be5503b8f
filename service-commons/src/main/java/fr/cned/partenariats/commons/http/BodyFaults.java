package fr.cned.partenariats.commons.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.ProblemRenderer;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.RequestViolations;
import fr.cned.partenariats.commons.base.problem.Violation;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the faults of one request body, so that the answer reports all of them. While it is open on a thread,
 * {@link CollectingDeserializer} adds a fault and continues; otherwise Jackson stops at the first fault, as event
 * consumers expect.
 */
final class BodyFaults implements AutoCloseable {

    private static final ThreadLocal<@Nullable BodyFaults> CURRENT = new ThreadLocal<>();

    private final @Nullable BodyFaults outer;
    private final List<Violation> faults = new ArrayList<>();
    private final Deque<JsonStreamContext> objects = new ArrayDeque<>();

    private BodyFaults(@Nullable BodyFaults outer) {
        this.outer = outer;
    }

    static BodyFaults open() {
        BodyFaults opened = new BodyFaults(CURRENT.get());
        CURRENT.set(opened);
        return opened;
    }

    /** Null outside of a request body. */
    static @Nullable BodyFaults current() {
        return CURRENT.get();
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    int count() {
        return faults.size();
    }

    void add(Violation fault) {
        if (faults.size() <= ProblemRenderer.MAX_ERRORS) {
            faults.add(fault);
        }
    }

    /** @param position the context that contains the object; it keeps its position until {@link #leaveObject} */
    void enterObject(JsonStreamContext position) {
        objects.push(position);
    }

    void leaveObject() {
        objects.pop();
    }

    /** The pointer of a field of the object that is being read. */
    String pointerTo(String field) {
        JsonStreamContext object = objects.peek();
        return (object == null ? "" : object.pathAsPointer().toString()) + '/' + escaped(field);
    }

    /** Throws all faults, including those that the constraints find in the rest of the body. */
    void refuseWith(@Nullable Object body, Validator validator) {
        if (!faults.isEmpty()) {
            throw refusal(body == null ? List.of() : violations(body, validator))
                    .repeatReference(body);
        }
    }

    /** Throws all faults of a body that has no constraints. */
    void refuse() {
        if (!faults.isEmpty()) {
            throw refusal(List.of());
        }
    }

    /** For a fault that ended the reading. Returns null when the collected faults add nothing to it. */
    @Nullable
    Refusal refusalWith(JsonProcessingException last) {
        Refusal refusal = RequestViolations.of(last);
        return faults.isEmpty() || refusal.violations().isEmpty() ? null : refusal(refusal.violations());
    }

    private Refusal refusal(List<Violation> more) {
        List<Violation> all = new ArrayList<>(faults);
        more.stream().filter(violation -> !isConsequence(violation)).forEach(all::add);
        all.sort(Comparator.comparing(Violation::pointer));
        return Refusal.invalid(all.toArray(Violation[]::new));
    }

    /** A value that could not be read is null, and so may be the object that contains it. */
    private boolean isConsequence(Violation violation) {
        String pointer = violation.pointer();
        boolean missing = violation.code().equals(CommonProblem.REQUIRED.code());
        return faults.stream()
                .map(Violation::pointer)
                .anyMatch(fault -> pointer.equals(fault)
                        || pointer.startsWith(fault + '/')
                        || (missing && fault.startsWith(pointer + '/')));
    }

    private static List<Violation> violations(Object body, Validator validator) {
        try {
            Set<ConstraintViolation<Object>> violations = validator.validate(body);
            return RequestViolations.of(violations).violations();
        } catch (ValidationException unreadable) {
            return List.of(); // a constraint on several fields met a missing one
        }
    }

    private static String escaped(String field) {
        return field.replace("~", "~0").replace("/", "~1");
    }
}
