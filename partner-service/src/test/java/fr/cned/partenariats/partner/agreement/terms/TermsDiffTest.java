package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.discount;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TermsDiffTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void equalTermsHaveNoDifference() {
        Scope oneOrder = new Scope(Set.of(Family.BTS, Family.DAEU), Set.of("B", "A"), Set.of(), null, null);
        Scope otherOrder = new Scope(Set.of(Family.DAEU, Family.BTS), Set.of("A", "B"), Set.of(), null, null);
        assertThat(diff(terms().scope(oneOrder), terms().scope(otherOrder))).isEmpty();
    }

    @Test
    void objectsAreComparedFieldByField() {
        List<TermsChange> changes = diff(
                terms().startsOn("2022-09-01").tariff(discount("11")),
                terms().startsOn("2022-09-01").tariff(discount("12.5")).endsOn("2099-08-31"));
        assertThat(changes).extracting(TermsChange::pointer).containsExactly("/endsOn", "/tariff/discountPercent");
        assertThat(changes.get(0).after()).hasToString("\"2099-08-31\"");
        assertThat(changes.get(1).before()).hasToString("11");
        assertThat(changes.get(1).after()).hasToString("12.5");
    }

    @Test
    void listsAreComparedAsAWhole() {
        assertThat(diff(
                        terms().quotas(quota(Family.BTS, 30), quota(Family.DAEU, 5)),
                        terms().quotas(quota(Family.BTS, 30))))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.pointer()).isEqualTo("/seatQuotas");
                    assertThat(change.before()).hasSize(2);
                    assertThat(change.after()).hasSize(1);
                });
    }

    private static List<TermsChange> diff(TermsBuilder before, TermsBuilder after) {
        return TermsDiff.between(before.build(), after.build(), JSON);
    }
}
