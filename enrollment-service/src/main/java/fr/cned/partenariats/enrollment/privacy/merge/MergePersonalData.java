package fr.cned.partenariats.enrollment.privacy.merge;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Officers write the reasons of merges in free text, so an erasure removes the reasons. */
@ApplicationScoped
class MergePersonalData implements PersonalDataSource {

    private final MergeRepository merges;

    MergePersonalData(MergeRepository merges) {
        this.merges = merges;
    }

    @Override
    public String section() {
        return "merges";
    }

    /** Empty for a partner: a merge names a registration of another partner. */
    @Override
    public List<?> export(Person person, TenantScope scope) {
        return scope.restrictedTo().isPresent()
                ? List.of()
                : merges.of(person.studentIds()).stream()
                        .map(StudentMerge::view)
                        .toList();
    }

    @Override
    public int erase(Person person) {
        List<StudentMerge> affected = merges.of(person.studentIds());
        affected.forEach(StudentMerge::eraseReasons);
        return affected.size();
    }
}
