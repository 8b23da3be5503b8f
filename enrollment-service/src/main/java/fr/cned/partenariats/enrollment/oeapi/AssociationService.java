package fr.cned.partenariats.enrollment.oeapi;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.FORBIDDEN;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.REQUIRED;
import static fr.cned.partenariats.enrollment.Roles.ENROLLMENT_OFFICER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.http.ExpectedRevision;
import fr.cned.partenariats.commons.http.MergePatch;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentService;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentState;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
import fr.cned.partenariats.enrollment.enrollment.ExamResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes the association of an enrollment. OEAPI has no revisions: the row lock orders the changes. */
@ApplicationScoped
public class AssociationService {

    static final String REMOTE_STATES = "pending|cancelled|denied|associated|queued";

    private static final ExpectedRevision ANY = ExpectedRevision.of("*");

    private final EnrollmentService enrollments;
    private final MergePatch patches;
    private final Caller caller;
    private final ZoneId zone;

    AssociationService(EnrollmentService enrollments, MergePatch patches, Caller caller, Clock clock) {
        this.enrollments = enrollments;
        this.patches = patches;
        this.caller = caller;
        this.zone = clock.getZone();
    }

    public record Change(
            @Nullable @Pattern(regexp = REMOTE_STATES) String remoteState,
            @Nullable @Valid AssociationResult result) {}

    /** A result stays when the patch has none. It cannot be removed. */
    @Transactional
    public EnrollmentView update(UUID id, JsonNode patch) {
        EnrollmentView locked = enrollments.update(id, ANY, JsonNodeFactory.instance.objectNode());
        if (patch.path("result").isNull()) {
            throw Refusal.invalid(new Violation("/result", REQUIRED));
        }
        Change change = patches.apply(
                new Change(EnrollmentMapper.nameOf(locked.remoteState()), AssociationResult.of(locked, zone)),
                patch,
                Change.class);
        if (change.result() != null) {
            try {
                setResult(locked, change.result().exam(locked, zone));
            } catch (Refusal refusal) {
                throw refusal.at(AssociationResult::pointer);
            }
        }
        return setRemoteState(id, change.remoteState());
    }

    /** The result is the office's. */
    private void setResult(EnrollmentView locked, ExamResult asked) {
        ExamResult exam = patches.apply(asked, JsonNodeFactory.instance.objectNode(), ExamResult.class); // validates it
        if (exam.equals(locked.result())) {
            return;
        }
        if (caller.isBoundToTenant()) {
            List<String> roles = List.of(ENROLLMENT_OFFICER);
            throw Refusal.of(FORBIDDEN, roles).property("requiredRoles", roles);
        }
        if (locked.state() == EnrollmentState.COMPLETED) {
            enrollments.correctResult(locked.id(), ANY, exam, "OEAPI");
        } else {
            enrollments.complete(locked.id(), exam);
        }
    }

    EnrollmentView setRemoteState(UUID id, @Nullable String name) {
        @Nullable String constant = name == null ? null : name.toUpperCase(Locale.ROOT);
        return enrollments.update(id, ANY, JsonNodeFactory.instance.objectNode().put("remoteState", constant));
    }
}
