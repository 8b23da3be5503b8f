package fr.cned.partenariats.partner;

import fr.cned.partenariats.commons.base.problem.ProblemCode;

/** The problem codes of this service. Texts: {@code problems/PartnerProblem.properties}. */
public enum PartnerProblem implements ProblemCode {
    // The request contradicts itself, the clock or an object that it names
    DEPARTMENT_MISMATCH(400),
    REGION_MISMATCH(400),
    UNKNOWN_PARTNER(400),
    UNKNOWN_AGREEMENT(400),
    INVALID_PARENT(400),
    END_BEFORE_START(400),
    EITHER_OR(400),
    UNKNOWN_SEAT_QUOTA(400),
    QUOTA_OUTSIDE_TERM(400),
    QUOTA_OUTSIDE_SCOPE(400),
    UNKNOWN_TRAINING(400),
    NOT_FOR_A_TEMPLATE(400),
    DATE_IN_FUTURE(400),
    DATE_IN_PAST(400),
    DATE_OUT_OF_ORDER(400),
    NOT_BEFORE_RENEWAL(400),
    UNKNOWN_NETWORK(400),
    OVERLAPPING_LABELS(400),
    NOTHING_CHANGED(400),
    ENROLLMENTS_DECISION_REQUIRED(400),
    NO_PARTY_LEAVES(400),
    INVALID_PUBLIC_KEY(400),
    INVALID_WEBHOOK_URL(400),
    WEBHOOK_CHALLENGE_FAILED(400),
    SCOPE_NOT_HELD(403),
    AGREEMENT_NOT_YET(404),

    // The present state forbids the request
    DUPLICATE_UAI(409),
    DUPLICATE_SIRET(409),
    /** A warning of an accepted registration; no operation is refused with it. */
    SAME_LEGAL_NAME(409),
    PARTNER_CLOSED(409),
    PARTNER_STILL_BOUND(409),
    PARTNER_NOT_A_COMPANY(409),
    NO_AGREEMENT_IN_FORCE(409),
    OPPORTUNITY_WITHDRAWN(409),
    DUPLICATE_NETWORK_CODE(409),
    AGREEMENT_NOT_DRAFT(409),
    AGREEMENT_NOT_SIGNED(409),
    AGREEMENT_ENDED(409),
    ALREADY_RENEWED(409),
    AGREEMENT_NOT_SIGNABLE(409),
    PARTY_REQUIRED(409),
    PARTY_NOT_ACTIVE(409),
    PARTY_WITHOUT_AGREEMENT_RELATION(409),
    FRAMEWORK_NOT_SIGNED(409),
    FRAMEWORK_HAS_SPECIFICS(409),
    FRAMEWORK_FUNDING_SUSPENDED(409),
    MODEL_NOT_SIGNED(409),
    CEILING_EXCEEDED(409),
    NARROWER_CEILING(409),
    CEILING_BELOW_SPECIFICS(409),
    TOO_MANY_API_CLIENTS(409),
    API_CLIENT_REVOKED(409),
    API_CLIENT_BUSY(409),
    OTHER_AUTHENTICATION(409),
    NO_PREVIOUS_SECRET(409),
    TOO_MANY_WEBHOOKS(409),
    WEBHOOK_PAUSED(409),
    TOO_MANY_PINGS(429),
    TOO_MANY_DELIVERIES(409);

    private final int status;

    PartnerProblem(int status) {
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }
}
