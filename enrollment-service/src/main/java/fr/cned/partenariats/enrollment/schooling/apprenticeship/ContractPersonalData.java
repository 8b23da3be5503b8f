package fr.cned.partenariats.enrollment.schooling.apprenticeship;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.ActorNames;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The employer may identify an apprentice, so an erasure deletes contracts. */
@ApplicationScoped
class ContractPersonalData implements PersonalDataSource {

    private final ContractRepository contracts;
    private final ActorNames actors;

    ContractPersonalData(ContractRepository contracts, ActorNames actors) {
        this.contracts = contracts;
        this.actors = actors;
    }

    @Override
    public String section() {
        return "apprenticeshipContracts";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return contracts.list("enrollmentId in ?1", Sort.by("id"), person.enrollmentIds()).stream()
                .map(contract -> ContractView.of(contract, actors))
                .toList();
    }

    @Override
    public int erase(Person person) {
        return (int) contracts.delete("enrollmentId in ?1", person.enrollmentIds());
    }
}
