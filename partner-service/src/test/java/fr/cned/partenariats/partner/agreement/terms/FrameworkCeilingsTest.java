package fr.cned.partenariats.partner.agreement.terms;

import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.discount;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.price;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.quota;
import static fr.cned.partenariats.partner.agreement.terms.TermsBuilder.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import fr.cned.partenariats.commons.base.problem.Violation;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameworkCeilingsTest {

    private static final AgreementTerms FRAMEWORK = terms().startsOn("2022-09-01")
            .endsOn("2099-08-31")
            .scope(new Scope(Set.of(Family.CONCOURS), Set.of("CONCOURS-ATTACHE"), Set.of(Modality.DISTANCE), 4, 7))
            .quotas(quota(Family.CONCOURS, 100))
            .tariff(discount("20"))
            .fundings(FundingKind.EMPLOYER, FundingKind.OPCO)
            .adaptations("EXTENDED_DEADLINES")
            .build();

    private static final AgreementTerms OPEN = terms().build();

    @ParameterizedTest
    @CsvSource({
        "2022-08-31, , /startsOn",
        "2099-09-01, , /startsOn",
        ", 2099-09-01, /endsOn",
        ", 2022-08-31, /endsOn",
        "2022-09-01, 2099-08-31, ",
        ", , "
    })
    void theDatesLieWithinTheFrameworksDates(
            @Nullable String startsOn, @Nullable String endsOn, @Nullable String pointer) {
        assertThat(pointers(FRAMEWORK, terms().startsOn(startsOn).endsOn(endsOn)))
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    static Stream<Arguments> scopes() {
        return Stream.of(
                Arguments.of(scope(Set.of(Family.CONCOURS, Family.BTS), Set.of(), Set.of(), null, null), "families"),
                Arguments.of(scope(Set.of(), Set.of("NOT-LISTED"), Set.of(), null, null), "trainingCodes"),
                Arguments.of(scope(Set.of(), Set.of(), Set.of(Modality.ON_SITE), null, null), "modalities"),
                Arguments.of(scope(Set.of(), Set.of(), Set.of(), null, 8), "maxLevel"),
                Arguments.of(scope(Set.of(), Set.of(), Set.of(), null, 3), "maxLevel"),
                Arguments.of(scope(Set.of(), Set.of(), Set.of(), 3, null), "minLevel"),
                Arguments.of(scope(Set.of(), Set.of(), Set.of(), 8, null), "minLevel"));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void theScopeAllowsNoMoreThanTheFrameworks(Scope scope, String restriction) {
        assertThat(pointers(FRAMEWORK, terms().scope(scope))).containsExactly("/scope/" + restriction);
        assertThat(pointers(OPEN, terms().scope(scope))).isEmpty();
    }

    @Test
    void aViolationNamesTheLimit() {
        assertThat(violations(
                        FRAMEWORK,
                        Map.of(),
                        List.of(),
                        terms().endsOn("2100-01-01")
                                .scope(scope(Set.of(Family.BTS), Set.of("X-1"), Set.of(Modality.ON_SITE), 3, null))
                                .fundings(FundingKind.REGION)
                                .tariff(price("1"))))
                .extracting(Violation::pointer, violation -> violation.args()[0])
                .containsExactly(
                        tuple("/endsOn", LocalDate.of(2099, 8, 31)),
                        tuple("/scope/families", "CONCOURS"),
                        tuple("/scope/trainingCodes", "CONCOURS, CONCOURS-ATTACHE"),
                        tuple("/scope/modalities", "DISTANCE"),
                        tuple("/scope/minLevel", "4-7"),
                        tuple("/fundings", "EMPLOYER, OPCO"),
                        tuple("/tariff", "20 %"));
    }

    @Test
    void aScopeCanBeNarrower() {
        Scope narrower = new Scope(Set.of(), Set.of("CONCOURS-ATTACHE"), Set.of(Modality.DISTANCE), 5, 6);
        assertThat(pointers(FRAMEWORK, terms().scope(narrower))).isEmpty();
    }

    @Test
    void aTrainingOfAListedFamilyIsCovered() {
        Scope scope = scope(Set.of(), Set.of("CONCOURS-REDACTEUR"), Set.of(), null, null);
        Map<String, String> known = Map.of("CONCOURS-REDACTEUR", "CONCOURS");
        assertThat(violations(FRAMEWORK, known, List.of(), terms().scope(scope)))
                .isEmpty();
        assertThat(pointers(FRAMEWORK, terms().scope(scope))).containsExactly("/scope/trainingCodes");
    }

    @Test
    void fundingsAndAdaptationsAreThoseOfTheFramework() {
        assertThat(pointers(FRAMEWORK, terms().fundings(FundingKind.REGION))).containsExactly("/fundings");
        assertThat(pointers(FRAMEWORK, terms().fundings(FundingKind.OPCO))).isEmpty();
        assertThat(pointers(FRAMEWORK, terms().adaptations("FREE_OF_CHARGE"))).containsExactly("/adaptations");
        assertThat(pointers(FRAMEWORK, terms().adaptations("EXTENDED_DEADLINES")))
                .isEmpty();
        assertThat(pointers(OPEN, terms().fundings(FundingKind.REGION).adaptations("FREE_OF_CHARGE")))
                .isEmpty();
    }

    static Stream<Arguments> tariffs() {
        return Stream.of(
                Arguments.of(discount("20"), discount("20.00"), false),
                Arguments.of(discount("20"), discount("20.01"), true),
                Arguments.of(price("100"), price("100.00"), false),
                Arguments.of(price("100"), price("99.99"), true),
                Arguments.of(price("100"), price("150"), false),
                Arguments.of(discount("20"), price("1"), true), // not comparable
                Arguments.of(price("100"), discount("1"), true));
    }

    @ParameterizedTest
    @MethodSource("tariffs")
    void anEnrollmentCostsNoLessThanUnderTheFramework(Tariff ceiling, Tariff own, boolean exceeds) {
        assertThat(pointers(terms().tariff(ceiling).build(), terms().tariff(own)))
                .isEqualTo(exceeds ? List.of("/tariff") : List.of());
    }

    @Test
    void theSeatsOfTheFrameworkAreNotExceeded() {
        assertThat(seatViolations(quota(Family.CONCOURS, 100))).isEmpty();
        assertThat(seatViolations(quota(Family.CONCOURS, 101)))
                .extracting(Violation::pointer, violation -> violation.args()[0])
                .containsExactly(tuple("/seatQuotas/0/seats", "100"));
        SeatQuota otherYear = new SeatQuota(null, "2027-2028", Family.CONCOURS, null, 1);
        assertThat(seatViolations(otherYear))
                .extracting(violation -> violation.args()[0])
                .containsExactly("0");
        assertThat(seatViolations(quota(Family.BTS, 1)))
                .extracting(Violation::pointer)
                .containsExactly("/seatQuotas/0/seats");
    }

    @Test
    void allocatedSeatsAreNotAvailable() {
        List<SeatQuota> allocated = List.of(quota(Family.CONCOURS, 60), quota(Family.BTS, 500));
        assertThat(violations(FRAMEWORK, Map.of(), allocated, terms().quotas(quota(Family.CONCOURS, 40))))
                .isEmpty();
        assertThat(violations(FRAMEWORK, Map.of(), allocated, terms().quotas(quota(Family.CONCOURS, 41))))
                .extracting(Violation::code, violation -> violation.args()[0])
                .containsExactly(tuple("ceiling-exceeded", "40"));
    }

    @Test
    void aTrainingCountsAgainstTheQuotaOfItsFamily() {
        Map<String, String> known = Map.of("CONCOURS-ATTACHE", "CONCOURS");
        List<SeatQuota> allocated = List.of(quota("CONCOURS-ATTACHE", 70));
        assertThat(violations(FRAMEWORK, known, allocated, terms().quotas(quota(Family.CONCOURS, 31))))
                .hasSize(1);
        assertThat(violations(FRAMEWORK, known, allocated, terms().quotas(quota("CONCOURS-ATTACHE", 30))))
                .isEmpty();
        assertThat(violations(FRAMEWORK, Map.of(), List.of(), terms().quotas(quota("CONCOURS-ATTACHE", 1))))
                .as("the family of the training is unknown")
                .hasSize(1);
    }

    @Test
    void theQuotasOfOneAgreementAreCountedTogether() {
        AgreementTerms framework = terms().quotas(quota((Family) null, 100)).build();
        assertThat(pointers(framework, terms().quotas(quota(Family.BTS, 60), quota(Family.DAEU, 41))))
                .containsExactly("/seatQuotas/0/seats", "/seatQuotas/1/seats");
        assertThat(pointers(framework, terms().quotas(quota(Family.BTS, 60), quota(Family.DAEU, 40))))
                .isEmpty();
    }

    @Test
    void aGeneralQuotaNeedsAQuotaForEachNarrowerCeiling() {
        AgreementTerms framework =
                terms().quotas(quota((Family) null, 100), quota(Family.BTS, 10)).build();
        assertThat(violations(framework, Map.of(), List.of(), terms().quotas(quota((Family) null, 90))))
                .extracting(Violation::code, Violation::pointer, violation -> List.of(violation.args()))
                .containsExactly(tuple("narrower-ceiling", "/seatQuotas/0", List.of("BTS", "10")));
        assertThat(pointers(framework, terms().quotas(quota((Family) null, 90), quota(Family.BTS, 10))))
                .isEmpty();
    }

    @Test
    void aFamilysQuotaNeedsAQuotaForTheCeilingOfItsTraining() {
        AgreementTerms framework = terms().quotas(quota(Family.CONCOURS, 100), quota("CONCOURS-ATTACHE", 5))
                .build();
        Map<String, String> known = Map.of("CONCOURS-ATTACHE", "CONCOURS");
        assertThat(violations(framework, known, List.of(), terms().quotas(quota(Family.CONCOURS, 50))))
                .extracting(Violation::code)
                .containsExactly("narrower-ceiling");
        assertThat(violations(
                        framework,
                        known,
                        List.of(),
                        terms().quotas(quota(Family.CONCOURS, 50), quota("CONCOURS-ATTACHE", 5))))
                .isEmpty();
    }

    private static Scope scope(
            Set<Family> families,
            Set<String> codes,
            Set<Modality> modalities,
            @Nullable Integer minLevel,
            @Nullable Integer maxLevel) {
        return new Scope(families, codes, modalities, minLevel, maxLevel);
    }

    private static List<Violation> seatViolations(SeatQuota quota) {
        return violations(FRAMEWORK, Map.of(), List.of(), terms().quotas(quota));
    }

    private static List<String> pointers(AgreementTerms framework, TermsBuilder own) {
        return violations(framework, Map.of(), List.of(), own).stream()
                .map(Violation::pointer)
                .toList();
    }

    private static List<Violation> violations(
            AgreementTerms framework, Map<String, String> familyOf, List<SeatQuota> allocated, TermsBuilder own) {
        return new FrameworkCeilings(framework, familyOf).violations(own.build(), allocated);
    }
}
