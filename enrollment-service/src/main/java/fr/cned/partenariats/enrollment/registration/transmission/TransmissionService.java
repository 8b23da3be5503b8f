package fr.cned.partenariats.enrollment.registration.transmission;

import fr.cned.partenariats.commons.base.database.ReadLimit;
import fr.cned.partenariats.commons.base.paging.Page;
import fr.cned.partenariats.commons.base.paging.PageParams;
import fr.cned.partenariats.commons.security.caller.Caller;
import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.registration.transmission.TransmissionRepository.AttemptKey;
import fr.cned.partenariats.enrollment.registration.transmission.TransmissionRepository.AttemptRow;
import fr.cned.partenariats.enrollment.registration.transmission.TransmissionRepository.DayKey;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Shows what was sent to be registered, and what became of it. The priority makes this source of personal data an early
 * one: a later source erases the references of the enrollments, by which refused attempts are found.
 */
@ApplicationScoped
@Priority(1)
public class TransmissionService implements PersonalDataSource {

    /** The days that are shown without a filter: for these the attempts are listed, too. */
    private static final int DAYS_SHOWN = 30;

    private final TransmissionRepository transmissions;
    private final ReadLimit reads;
    private final Caller caller;
    private final Clock clock;

    TransmissionService(TransmissionRepository transmissions, ReadLimit reads, Caller caller, Clock clock) {
        this.transmissions = transmissions;
        this.reads = reads;
        this.caller = caller;
        this.clock = clock;
    }

    @Transactional
    Page<TransmissionDayView> days(TransmissionFilter filter, PageParams page) {
        Optional<DayKey> after = page.after(DayKey.class, filter);
        LocalDate to = filter.to == null ? LocalDate.now(clock) : filter.to;
        LocalDate from = filter.from == null ? to.minusDays(DAYS_SHOWN - 1L) : filter.from;
        reads.begin();
        return Page.of(
                transmissions.days(filter, from, to, clock.getZone(), caller.scope(), after, page.fetchSize()),
                page,
                day -> day,
                DayKey::of,
                filter);
    }

    @Transactional
    Page<AttemptView> attempts(AttemptFilter filter, PageParams page) {
        Optional<AttemptKey> after = page.after(AttemptKey.class, filter);
        reads.begin();
        return Page.of(
                transmissions.attempts(filter, caller.scope(), after, page.fetchSize()),
                page,
                AttemptRow::view,
                AttemptRow::position,
                filter);
    }

    @Override
    public String section() {
        return "transmissionAttempts";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return transmissions.withReferencesOf(person, scope);
    }

    /** An erasure removes the references; the attempts stay. */
    @Override
    public int erase(Person person) {
        return transmissions.eraseReferences(person);
    }
}
