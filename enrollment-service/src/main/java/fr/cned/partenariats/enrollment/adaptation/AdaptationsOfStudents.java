package fr.cned.partenariats.enrollment.adaptation;

import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What was changed for an athlete, whom it may tell by its dates alone. */
@ApplicationScoped
class AdaptationsOfStudents implements HoldsPersonalData {

    private final AdaptationRepository adaptations;
    private final Actors actors;

    AdaptationsOfStudents(AdaptationRepository adaptations, Actors actors) {
        this.adaptations = adaptations;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "adaptations";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return adaptations.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(held -> AdaptationView.of(held, actors))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) adaptations.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
