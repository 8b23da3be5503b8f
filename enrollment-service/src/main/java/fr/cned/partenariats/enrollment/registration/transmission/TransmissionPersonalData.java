package fr.cned.partenariats.enrollment.registration.transmission;

import fr.cned.partenariats.commons.security.caller.TenantScope;
import fr.cned.partenariats.enrollment.student.PersonalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Attempts that show a reference of a registered student. An erasure removes the reference; the attempt stays. */
@ApplicationScoped
class TransmissionPersonalData implements PersonalDataSource {

    private final TransmissionRepository transmissions;

    TransmissionPersonalData(TransmissionRepository transmissions) {
        this.transmissions = transmissions;
    }

    @Override
    public String section() {
        return "transmissionAttempts";
    }

    @Override
    public List<?> export(Person person, TenantScope scope) {
        return transmissions.withReferencesOf(person.studentIds(), scope);
    }

    @Override
    public int erase(Person person) {
        return transmissions.eraseReferences(person.studentIds());
    }
}
