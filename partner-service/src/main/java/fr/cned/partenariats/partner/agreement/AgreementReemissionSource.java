package fr.cned.partenariats.partner.agreement;

import fr.cned.partenariats.commons.reemission.ReemissionSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Sends the current state of the agreements again. */
@ApplicationScoped
class AgreementReemissionSource implements ReemissionSource {

    private final AgreementRepository agreements;
    private final AgreementWriter writer;

    AgreementReemissionSource(AgreementRepository agreements, AgreementWriter writer) {
        this.agreements = agreements;
        this.writer = writer;
    }

    @Override
    public String name() {
        return "agreements";
    }

    @Override
    public List<AgreementChanged> lockNextChunk(UUID after, int size) {
        return agreements.lockAfter(after, size).stream().map(writer::event).toList();
    }
}
