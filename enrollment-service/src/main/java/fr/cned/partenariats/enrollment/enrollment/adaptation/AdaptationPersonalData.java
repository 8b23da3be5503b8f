package fr.cned.partenariats.enrollment.enrollment.adaptation;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The dates of an adaptation may identify an athlete, so an erasure deletes adaptations. */
@ApplicationScoped
class AdaptationPersonalData implements PersonalDataSource {

    private final AdaptationRepository adaptations;
    private final ActorNames actors;

    AdaptationPersonalData(AdaptationRepository adaptations, ActorNames actors) {
        this.adaptations = adaptations;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "adaptations";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return adaptations.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(adaptation -> AdaptationView.of(adaptation, actors))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) adaptations.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
