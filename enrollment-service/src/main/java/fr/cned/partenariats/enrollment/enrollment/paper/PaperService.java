package fr.cned.partenariats.enrollment.enrollment.paper;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.ENROLLMENT_STATE_UNFIT;
import static fr.cned.partenariats.enrollment.EnrollmentProblem.STUDENT_ERASED;

import fr.cned.partenariats.commons.base.ids.Ids;
import fr.cned.partenariats.commons.base.problem.Violation;
import fr.cned.partenariats.commons.changelog.ChangeRecord;
import fr.cned.partenariats.commons.changelog.ChangeRecorder;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.commons.security.tenancy.AllTenants;
import fr.cned.partenariats.enrollment.Requester;
import fr.cned.partenariats.enrollment.enrollment.paper.PaperTable.Paper;
import fr.cned.partenariats.enrollment.schooling.alert.AlertService;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Issues papers and checks their codes. A paper stores a digest of the facts it certifies, and is valid while the
 * present facts have the same digest. So a correction, an annulment, the end of the enrollment and an erasure end it.
 */
@ApplicationScoped
public class PaperService implements PersonalDataSource {

    private static final Paper NONE = new Paper(new UUID(0, 0), "", null, null, new byte[0], LocalDate.EPOCH);

    private final PaperTable papers;
    private final PaperPdf pdf;
    private final AlertService alerts;
    private final ChangeRecorder recorder;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PaperService(PaperTable papers, PaperPdf pdf, AlertService alerts, ChangeRecorder recorder, Clock clock) {
        this.papers = papers;
        this.pdf = pdf;
        this.alerts = alerts;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** The one enrollment, in any state, or those of the site or the agreement that can get the paper. */
    @Transactional
    public List<UUID> enrollments(PapersRequest of, TenantScope scope, int most) {
        return papers.enrollments(of, scope.restrictedTo(), most);
    }

    public record Issued(UUID studentId, String state, byte[] pdf) {}

    /**
     * Issues the paper for each enrollment, in the transaction of the caller.
     *
     * @param refusals gets the reasons of the others
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, Issued> issue(
            PaperOrder order, Requester by, Collection<UUID> enrollments, Map<UUID, Violation> refusals) {
        PaperOrder.Weeks period = order.period();
        LocalDate first = period == null ? null : period.first().monday();
        LocalDate last = period == null ? null : period.last().monday();
        LocalDate today = LocalDate.now(clock);
        List<PaperFacts> known = papers.facts(enrollments, by.scope().restrictedTo(), first, last);
        Map<UUID, BigDecimal> expected =
                period == null ? Map.of() : alerts.expectedHours(enrollments, period.first(), period.last());
        Map<UUID, Issued> issued = new HashMap<>();
        enrollments.forEach(enrollment -> refusals.put(enrollment, new Violation("", STUDENT_ERASED)));
        for (PaperFacts facts : known) {
            List<String> states = order.kind().states();
            if (!states.contains(facts.state())) {
                refusals.put(
                        facts.enrollmentId(),
                        new Violation("", ENROLLMENT_STATE_UNFIT, facts.state(), String.join(", ", states)));
                continue;
            }
            UUID id = Ids.next();
            PaperCode code = PaperCode.random(random);
            byte[] hash = code.hashWith(facts.binding(order.kind()));
            Paper paper = new Paper(facts.enrollmentId(), order.kind().name(), first, last, hash, today);
            papers.insert(id, facts.partnerId(), paper, code.hash(), by.name());
            recorder.record(ChangeRecord.of("paper", id));
            byte[] file = pdf.write(order, facts, expected.get(facts.enrollmentId()), code, today);
            issued.put(facts.enrollmentId(), new Issued(facts.studentId(), facts.state(), file));
            refusals.remove(facts.enrollmentId());
        }
        return issued;
    }

    /**
     * What anybody who has the code may know: less than the paper says, and of a paper that is not valid any more only
     * its kind and its day. An unknown code runs the same statements, so the time of the answer does not tell it apart.
     */
    @AllTenants
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Optional<JsonObject> check(String written) {
        PaperCode code = PaperCode.of(written);
        Paper paper = papers.find(code.hash()).orElse(NONE);
        List<PaperFacts> now =
                papers.facts(List.of(paper.enrollmentId()), Optional.empty(), paper.first(), paper.last());
        if (paper.equals(NONE)) {
            return Optional.empty();
        }
        JsonObject told = new JsonObject()
                .put("kind", paper.kind())
                .put("issuedOn", paper.issuedOn().toString())
                .put("valid", false);
        now.stream().filter(facts -> isValid(paper, code, facts)).forEach(facts -> {
            told.put("valid", true)
                    .put("initials", facts.initials())
                    .put("training", facts.training())
                    .put("academicYear", facts.academicYear());
            if (paper.first() != null && paper.last() != null) {
                told.put("firstDay", paper.first().toString())
                        .put("lastDay", paper.last().plusDays(6).toString());
            }
        });
        return Optional.of(told);
    }

    @Override
    public String section() {
        return "papers";
    }

    /** Row-level security limits the papers to the scope of the caller. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return papers.of(person.enrollmentIds());
    }

    /** The hashes tell nothing without the code. The file is erased with the row of its job. */
    @Override
    public int erase(Person person) {
        return 0;
    }

    private static boolean isValid(Paper paper, PaperCode code, PaperFacts facts) {
        PaperKind kind = PaperKind.valueOf(paper.kind());
        return kind.states().contains(facts.state())
                && MessageDigest.isEqual(code.hashWith(facts.binding(kind)), paper.factsHash());
    }
}
