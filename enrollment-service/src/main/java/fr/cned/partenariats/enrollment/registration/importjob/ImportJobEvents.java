package fr.cned.partenariats.enrollment.registration.importjob;

import fr.cned.partenariats.commons.events.relay.EventSource;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@Singleton
class ImportJobEvents implements EventSource {

    private final ImportJobTable jobs;

    ImportJobEvents(ImportJobTable jobs) {
        this.jobs = jobs;
    }

    @Override
    public String objectType() {
        return "import-job";
    }

    @Override
    public String topic() {
        return "enrollment.import-jobs.v1";
    }

    @Override
    public List<ImportJobChanged> find(Collection<UUID> ids) {
        return jobs.withIds(ids).stream().map(ImportJobChanged::of).toList();
    }

    @Override
    public List<ImportJobChanged> listAfter(UUID id, int size) {
        return jobs.after(id, size).stream().map(ImportJobChanged::of).toList();
    }
}
