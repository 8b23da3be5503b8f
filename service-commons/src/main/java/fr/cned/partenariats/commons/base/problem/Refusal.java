package fr.cned.partenariats.commons.base.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request. Thrown anywhere below a resource; {@link ProblemMapper} answers it as problem+json in the caller's
 * language. It carries codes and arguments, never texts.
 */
public class Refusal extends RuntimeException {

    private final transient ProblemCode code;
    private final transient Object[] args;
    private final transient List<Violation> violations = new ArrayList<>();
    private final transient Map<String, Object> properties = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    private Refusal(ProblemCode code, Object... args) {
        super(code.code(), null, false, false); // no stack trace: an expected answer
        this.code = code;
        this.args = args;
    }

    public static Refusal of(ProblemCode code, Object... args) {
        return new Refusal(code, args);
    }

    /** A request whose fields have invalid values. */
    public static Refusal invalid(Violation... violations) {
        return of(CommonProblem.INVALID_REQUEST).with(violations);
    }

    /** Refuses a request whose fields have invalid values. Does nothing without a violation. */
    public static void requireNone(Collection<Violation> violations) {
        if (!violations.isEmpty()) {
            throw invalid().with(violations);
        }
    }

    /** A refusal for one part of the request. */
    public static Refusal at(String pointer, ProblemCode code, Object... args) {
        return of(code, args).with(new Violation(pointer, code, args));
    }

    /** A refusal with several reasons; the first gives the main code. */
    public static Refusal ofAll(List<Violation> blocking) {
        Violation first = blocking.get(0);
        return of(first.text(), first.args()).with(blocking);
    }

    /** Refuses with all reasons, if there are any. */
    public static void refuse(List<Violation> blocking) {
        if (!blocking.isEmpty()) {
            throw ofAll(blocking);
        }
    }

    /** A transition that the state machine does not have. Names the allowed target states. */
    public static Refusal illegalTransition(Enum<?> from, Enum<?> to, Collection<? extends Enum<?>> allowed) {
        List<String> names = allowed.stream().map(Enum::name).sorted().toList();
        return of(
                        CommonProblem.ILLEGAL_TRANSITION,
                        from,
                        to,
                        allowed.stream()
                                .sorted(Comparator.comparing(Enum::name))
                                .toList())
                .property("allowed", names);
    }

    /** Refuses a transition to a state that is not allowed. */
    public static void requireTransition(Enum<?> from, Enum<?> to, Collection<? extends Enum<?>> allowed) {
        if (!allowed.contains(to)) {
            throw illegalTransition(from, to, allowed);
        }
    }

    /** RFC 6750, section 3. */
    static Refusal unauthenticated() {
        return of(CommonProblem.UNAUTHENTICATED).header("WWW-Authenticate", "Bearer");
    }

    public static Refusal invalidToken() {
        return of(CommonProblem.INVALID_TOKEN).header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    public Refusal with(Violation... more) {
        return with(Arrays.asList(more));
    }

    public Refusal with(Collection<Violation> more) {
        violations.addAll(more);
        return this;
    }

    /** Prefixes the pointers of all violations: for a refused part at this pointer of a larger body. */
    public Refusal under(String pointer) {
        return at(inner -> pointer + inner);
    }

    /** Changes the pointers of all violations: for a request whose fields have other places. */
    public Refusal at(UnaryOperator<String> pointers) {
        violations.replaceAll(
                v -> new Violation(pointers.apply(v.pointer()), v.code(), v.text(), v.members(), v.args()));
        return this;
    }

    /** Adds an extension member (RFC 9457, section 3.2), such as {@code existingId}. */
    public Refusal property(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    /** Repeats the reference of this body, unless a violation concerns it. */
    public Refusal repeatReference(@Nullable Object body) {
        if (body instanceof ReferencedRequest request
                && request.reference() != null
                && violations.stream()
                        .noneMatch(violation -> violation.pointer().equals("/reference"))) {
            property("reference", request.reference());
        }
        return this;
    }

    public Refusal retryAfterSeconds(int seconds) {
        return header("Retry-After", Integer.toString(seconds));
    }

    /** Whether the same request may succeed soon. The answer to such a refusal is not stored under a key. */
    public boolean isTemporary() {
        return headers.containsKey("Retry-After");
    }

    Refusal header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ProblemCode code() {
        return code;
    }

    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** The violations. A refusal without any is one of the whole request. */
    public List<Violation> reasons() {
        return violations.isEmpty() ? List.of(new Violation("", code, args)) : violations();
    }

    Object[] args() {
        return args;
    }

    Map<String, Object> properties() {
        return properties;
    }

    Map<String, String> headers() {
        return headers;
    }
}
