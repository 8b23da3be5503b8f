package fr.cned.partenariats.enrollment.enrollment.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaperCodeTest {

    private final PaperCode code = new PaperCode("0123456789abcdef0123456789abcdef");

    @Test
    void aCodeIsPrintedInGroupsAndReadInAnyForm() {
        assertThat(code.printed()).isEqualTo("0123-4567-89ab-cdef-0123-4567-89ab-cdef");
        assertThat(Stream.of(code.printed(), code.digits(), "0123456789ABCDEF-0123456789ABCDEF"))
                .map(PaperCode::of)
                .containsOnly(code);
    }

    @Test
    void codesHave128RandomBits() {
        SecureRandom random = new SecureRandom();
        assertThat(Stream.generate(() -> PaperCode.random(random)).limit(1_000).distinct())
                .hasSize(1_000)
                .allSatisfy(one -> assertThat(one.digits()).matches("[0-9a-f]{32}"));
    }

    @Test
    void aHashDependsOnTheCodeAndOnEachFact() {
        PaperCode other = new PaperCode("1123456789abcdef0123456789abcdef");
        assertThat(code.hash())
                .hasSize(32)
                .isEqualTo(PaperCode.of(code.printed()).hash());
        assertThat(Stream.of(
                                code.hash(),
                                other.hash(),
                                code.hashWith("a\nb"),
                                code.hashWith("a\nc"),
                                code.hashWith("ab"),
                                other.hashWith("a\nb"))
                        .map(hash -> HexFormat.of().formatHex(hash)))
                .hasSize(6)
                .doesNotHaveDuplicates();
    }
}
