package fr.cned.partenariats.partner.demand.opportunity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.problem.CommonProblem;
import fr.cned.partenariats.commons.base.problem.Refusal;
import fr.cned.partenariats.partner.PartnerProblem;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The table in docs/domain.md, "State machines", "Opportunity". */
class OpportunityStateTest {

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 1, 31);

    private static OpportunityDetails details(String title) {
        return new OpportunityDetails(OpportunityKind.JOB, title, "Restaurant", null, "G1602", LAST_DAY);
    }

    private static Opportunity published() {
        return Opportunity.publish(UUID.randomUUID(), details("Cuisinier"));
    }

    @Test
    void aPublishedOpportunityIsShownUntilItsLastDay() {
        assertThat(published().isShownOn(LAST_DAY)).isTrue();
        assertThat(published().isShownOn(LAST_DAY.plusDays(1))).isFalse();
    }

    @Test
    void aWithdrawnOpportunityIsNotShownAndCannotChange() {
        Opportunity opportunity = published();
        opportunity.withdraw();

        assertThat(opportunity.isShownOn(LAST_DAY)).isFalse();
        assertThat(catchThrowableOfType(Refusal.class, () -> opportunity.change(details("Serveur")))
                        .code())
                .isEqualTo(PartnerProblem.OPPORTUNITY_WITHDRAWN);
        assertThat(catchThrowableOfType(Refusal.class, opportunity::withdraw).code())
                .isEqualTo(CommonProblem.ILLEGAL_TRANSITION);
        assertThat(opportunity.details().title()).isEqualTo("Cuisinier");
    }

    @Test
    void aPublishedOpportunityCanChange() {
        Opportunity opportunity = published();
        opportunity.change(details("Serveur"));

        assertThat(opportunity.details().title()).isEqualTo("Serveur");
    }
}
