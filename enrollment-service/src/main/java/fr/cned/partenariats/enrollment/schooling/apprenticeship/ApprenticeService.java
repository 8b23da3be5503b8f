package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import static fr.cned.partenariats.commons.base.problem.CommonProblem.NOT_FOUND;

import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.commons.security.caller.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows a training centre, a host school or an employer its apprentices. */
@ApplicationScoped
class ApprenticeService {

    private final ApprenticeRepository apprentices;
    private final Caller caller;

    ApprenticeService(ApprenticeRepository apprentices, Caller caller) {
        this.apprentices = apprentices;
        this.caller = caller;
    }

    ApprenticeView get(UUID contractId) {
        return apprentices.find(caller.requireTenant(), contractId, null, null, null, 1).stream()
                .findFirst()
                .orElseThrow(() -> Refusal.of(NOT_FOUND, "apprentice"));
    }

    Page<ApprenticeView> list(@Nullable LocalDate runningOn, @Nullable LocalDate ruptureSeenFrom, PageParams page) {
        @Nullable Object[] bound = {runningOn, ruptureSeenFrom};
        return Page.of(
                apprentices.find(
                        caller.requireTenant(),
                        null,
                        runningOn,
                        ruptureSeenFrom,
                        page.after(UUID.class, bound).orElse(null),
                        page.fetchSize()),
                page,
                apprentice -> apprentice,
                ApprenticeView::contractId,
                bound);
    }
}
