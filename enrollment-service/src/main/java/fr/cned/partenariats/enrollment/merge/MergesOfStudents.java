package fr.cned.partenariats.enrollment.merge;

import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Why two registrations were said to be one person, in the officers' words. */
@ApplicationScoped
class MergesOfStudents implements HoldsPersonalData {

    private final MergeRepository merges;

    MergesOfStudents(MergeRepository merges) {
        this.merges = merges;
    }

    @Override
    public String section() {
        return "merges";
    }

    /** None for a partner, who does not see other partners' registrations. */
    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return partner.isPresent()
                ? List.of()
                : merges.of(person.studentIds()).stream()
                        .map(StudentMerge::view)
                        .toList();
    }

    @Override
    public int erase(Person person) {
        List<StudentMerge> theirs = merges.of(person.studentIds());
        theirs.forEach(StudentMerge::forgetReasons);
        return theirs.size();
    }
}
