package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_OVER_CAPACITY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.problem.Violation;
import fr.cned.partenariats.commons.problem.Warning;
import fr.cned.partenariats.enrollment.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.site.SiteOccupancyView;
import fr.cned.partenariats.enrollment.site.SiteYear;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the answers of a batch. The bytes are stored and sent.
 *
 * @param overCapacity the sites of the batch that host more students than they have places
 */
record AnswerWriter(ObjectMapper json, Map<SiteYear, SiteOccupancyView> overCapacity) {

    byte[] bytes(Object view) {
        try {
            return json.writeValueAsBytes(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are plain records", e);
        }
    }

    /** A site over its hosting capacity warns and refuses nothing. */
    List<Warning> warnings(Enrollment enrollment, List<BlockingRule> ofVerdict, Locale language) {
        UUID site = enrollment.siteId();
        SiteOccupancyView occupancy = site == null || !enrollment.state().holdsSeat()
                ? null
                : overCapacity.get(new SiteYear(site, enrollment.academicYear()));
        List<Violation> facts = new ArrayList<>();
        ofVerdict.forEach(rule -> facts.add(rule.violation()));
        if (occupancy != null) {
            facts.add(new Violation(
                    "/siteId",
                    SITE_OVER_CAPACITY,
                    Integer.toString(occupancy.enrollments()),
                    occupancy.academicYear(),
                    String.valueOf(occupancy.hostingCapacity())));
        }
        return facts.stream().map(fact -> Warning.of(fact, language)).toList();
    }
}
