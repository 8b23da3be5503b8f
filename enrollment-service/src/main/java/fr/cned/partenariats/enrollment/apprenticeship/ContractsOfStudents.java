package fr.cned.partenariats.enrollment.apprenticeship;

import fr.cned.partenariats.enrollment.Actors;
import fr.cned.partenariats.enrollment.student.HoldsPersonalData;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An apprentice's employers, who may tell who the apprentice is. */
@ApplicationScoped
class ContractsOfStudents implements HoldsPersonalData {

    private final ContractRepository contracts;
    private final Actors actors;

    ContractsOfStudents(ContractRepository contracts, Actors actors) {
        this.contracts = contracts;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "apprenticeshipContracts";
    }

    @Override
    public List<?> export(Person person, Optional<UUID> partner) {
        return contracts.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(held -> ContractView.of(held, actors))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) contracts.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
