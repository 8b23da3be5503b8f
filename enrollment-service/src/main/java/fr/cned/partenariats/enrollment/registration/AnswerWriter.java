package fr.cned.partenariats.enrollment.registration;

import static fr.cned.partenariats.enrollment.EnrollmentProblem.SITE_OVER_CAPACITY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.cned.partenariats.commons.problem.ProblemRenderer;
import fr.cned.partenariats.enrollment.EnrollmentProblem;
import fr.cned.partenariats.enrollment.eligibility.BlockingRule;
import fr.cned.partenariats.enrollment.enrollment.Enrollment;
import fr.cned.partenariats.enrollment.enrollment.EnrollmentView;
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
    List<EnrollmentView.Warning> warnings(Enrollment enrollment, List<BlockingRule> ofVerdict, Locale language) {
        UUID site = enrollment.siteId();
        SiteOccupancyView occupancy = site == null || !enrollment.state().holdsSeat()
                ? null
                : overCapacity.get(new SiteYear(site, enrollment.academicYear()));
        List<EnrollmentView.Warning> warnings = new ArrayList<>();
        ofVerdict.forEach(rule -> warnings.add(warning(language, rule.code(), rule.args())));
        if (occupancy != null) {
            warnings.add(warning(
                    language,
                    SITE_OVER_CAPACITY,
                    Integer.toString(occupancy.enrollments()),
                    occupancy.academicYear(),
                    String.valueOf(occupancy.hostingCapacity())));
        }
        return warnings;
    }

    static EnrollmentView.Warning warning(Locale language, EnrollmentProblem code, Object... args) {
        return new EnrollmentView.Warning(code.code(), ProblemRenderer.detail(language, code, args));
    }
}
