package fr.cned.partenariats.partner.registry.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fr.cned.partenariats.commons.base.codes.Region;
import fr.cned.partenariats.commons.base.problem.Refusal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    private static Address address(@Nullable String inseeCode, @Nullable String department, @Nullable String region) {
        return address(inseeCode, department, region, null);
    }

    private static Address address(
            @Nullable String inseeCode,
            @Nullable String department,
            @Nullable String region,
            @Nullable String regionCode) {
        return new Address(List.of(), "29391", inseeCode, "Quimperlé", department, region, regionCode);
    }

    @ParameterizedTest
    @CsvSource({
        "29233, 29, Bretagne, 53",
        "77305, 77, Île-de-France, 11",
        "2A004, 2A, Corse, 94",
        "97411, 974, La Réunion, 04",
        "97501, 975, , ", // Saint-Pierre-et-Miquelon has no region
    })
    void theDepartmentAndTheRegionAreDerivedFromTheInseeCode(
            String inseeCode, String department, @Nullable String region, @Nullable String regionCode) {
        Address completed = address(inseeCode, null, null).withDerivedFields("/address");

        assertThat(completed.department()).isEqualTo(department);
        assertThat(completed.region()).isEqualTo(region);
        assertThat(completed.regionCode()).isEqualTo(regionCode);
    }

    @Test
    void theRegionIsDerivedFromADepartmentWithoutInseeCode() {
        assertThat(address(null, "56", null).withDerivedFields("/address").region())
                .isEqualTo("Bretagne");
    }

    @Test
    void aRegionAloneIsKeptAndItsNameAndItsCodeLeadToEachOther() {
        Address completed = address(null, null, "Occitanie").withDerivedFields("/address");

        assertThat(completed.department()).isNull();
        assertThat(completed.region()).isEqualTo("Occitanie");
        assertThat(completed.regionCode()).isEqualTo("76");
        assertThat(address(null, null, null, "76").withDerivedFields("/address"))
                .isEqualTo(completed);
    }

    @Test
    void matchingDerivedFieldsAreAccepted() {
        Address given = address("29233", "29", "Bretagne", "53");

        assertThat(given.withDerivedFields("/address")).isEqualTo(given);
    }

    @Test
    void aDepartmentThatContradictsTheInseeCodeIsRefused() {
        assertRefused(address("29233", "56", null), "/address/department", "department-mismatch");
    }

    @Test
    void aRegionThatContradictsTheDepartmentIsRefused() {
        assertRefused(address(null, "29", "Occitanie"), "/address/region", "region-mismatch");
        assertRefused(address("97501", null, "Bretagne"), "/address/region", "region-mismatch");
        assertRefused(address("29233", null, null, "76"), "/address/regionCode", "region-mismatch");
        assertRefused(address(null, null, "Bretagne", "76"), "/address/regionCode", "region-mismatch");
    }

    /** Whichever of the two regions comes first in the list. */
    @ParameterizedTest
    @CsvSource({"Bretagne, 76", "Occitanie, 53", "Bretagne, 01"})
    void aRegionCodeThatContradictsTheNameIsRefusedAtTheCode(String region, String code) {
        assertRefused(address(null, null, region, code), "/address/regionCode", "region-mismatch");
    }

    @Test
    void theConstraintKnowsTheCodeOfEachRegionAndNoOther() {
        assertThat(IntStream.range(0, 100)
                        .mapToObj(number -> "%02d".formatted(number))
                        .filter(code -> code.matches(Address.REGION_CODES)))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Region.values()).map(Region::code).toList());
    }

    @Test
    void withoutDerivedFieldsKeepsOnlyWhatNothingElseDetermines() {
        assertThat(address("29233", "29", "Bretagne", "53").withoutDerivedFields())
                .isEqualTo(address("29233", null, null));
        assertThat(address(null, "29", "Bretagne").withoutDerivedFields()).isEqualTo(address(null, "29", null));
        assertThat(address(null, null, "Bretagne", "53").withoutDerivedFields())
                .isEqualTo(address(null, null, "Bretagne"));
    }

    private static void assertRefused(Address address, String pointer, String code) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> address.withDerivedFields("/address"));

        assertThat(refusal.violations()).singleElement().satisfies(violation -> {
            assertThat(violation.pointer()).isEqualTo(pointer);
            assertThat(violation.code()).isEqualTo(code);
        });
    }
}
