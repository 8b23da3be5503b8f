package fr.cned.partenariats.partner.integration.me;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.LIMITED_TO_SITES;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.MISSING_SCOPE;
import static fr.cned.partenariats.commons.base.problem.CommonProblem.PARTNER_SUSPENDED;
import static fr.cned.partenariats.partner.PartnerProblem.NO_AGREEMENT_IN_FORCE;

import fr.cned.partenariats.commons.base.problem.ProblemCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation, and whether the caller can use it now. */
public record NextOperation(
        String operation,
        String method,
        String path,
        String scope,
        boolean allowed,
        @Nullable String reason) {

    /** The operations of all services with which a partner begins. */
    enum Known {
        LIST_OFFERINGS("listOfferings", "GET", "/v1/offerings", "catalog:read"),
        LIST_AGREEMENTS("listAgreements", "GET", "/v1/agreements", "partner:read"),
        CHECK_ELIGIBILITY("checkEligibility", "POST", "/v1/eligibility-checks", "enrollments:read"),
        CREATE_ENROLLMENT("createEnrollment", "POST", "/v1/enrollments", "enrollments:write"),
        IMPORT_ENROLLMENTS("importEnrollments", "POST", "/v1/imports", "enrollments:write"),
        LIST_ENROLLMENTS("listEnrollments", "GET", "/v1/enrollments", "enrollments:read"),
        LIST_STUDENTS("listStudents", "GET", "/v1/students", "students:read"),
        CREATE_STUDENT("createStudent", "POST", "/v1/students", "students:write"),
        DECLARE_ATTENDANCE("declareAttendance", "POST", "/v1/attendance", "attendance:write"),
        CREATE_TRAINING_NEED("createTrainingNeed", "POST", "/v1/training-needs", "partner:write"),
        CREATE_API_CLIENT("createApiClient", "POST", "/v1/api-clients", "clients:manage");

        private final String operation;
        private final String method;
        private final String path;
        private final String scope;

        Known(String operation, String method, String path, String scope) {
            this.operation = operation;
            this.method = method;
            this.path = path;
            this.scope = scope;
        }

        /**
         * @param limited whether sites limit the caller
         * @param suspended whether the partner may only read
         * @param canRegister whether an agreement is in force
         */
        NextOperation of(Set<String> scopes, boolean limited, boolean suspended, boolean canRegister) {
            @Nullable ProblemCode reason = reason(scopes, limited, suspended, canRegister);
            return new NextOperation(
                    operation, method, path, scope, reason == null, reason == null ? null : reason.code());
        }

        private @Nullable ProblemCode reason(
                Set<String> scopes, boolean limited, boolean suspended, boolean canRegister) {
            if (!scopes.contains(scope)) {
                return MISSING_SCOPE;
            }
            if (limited && (this == IMPORT_ENROLLMENTS || this == CREATE_STUDENT || this == CREATE_API_CLIENT)) {
                return LIMITED_TO_SITES;
            }
            // A check writes nothing, so a suspended partner can call it.
            if (suspended && !method.equals("GET") && this != CHECK_ELIGIBILITY) {
                return PARTNER_SUSPENDED;
            }
            return !canRegister && (this == CREATE_ENROLLMENT || this == IMPORT_ENROLLMENTS)
                    ? NO_AGREEMENT_IN_FORCE
                    : null;
        }
    }
}
