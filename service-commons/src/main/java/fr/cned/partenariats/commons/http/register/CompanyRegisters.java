package fr.cned.partenariats.commons.http.register;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the register of companies. */
@ApplicationScoped
class CompanyRegisters {

    @Produces
    @ApplicationScoped
    CompanyRegister register(
            ObjectMapper json,
            @ConfigProperty(name = "commons.register.url") Optional<String> url,
            @ConfigProperty(name = "commons.register.kept") Duration kept,
            Clock clock) {
        return new RechercheEntreprises(json, url, kept, clock);
    }
}
