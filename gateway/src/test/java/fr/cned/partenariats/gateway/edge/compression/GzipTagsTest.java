package fr.cned.partenariats.gateway.edge.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipTagsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"3\", \"3-gzip\"",
                "W/\"3\", W/\"3\"",
                "unquoted, unquoted",
                "\", \"",
                "\"\", \"-gzip\"",
            })
    void strongTagGetsASuffix(String tag, String expected) {
        MultiMap response = MultiMap.caseInsensitiveMultiMap().add("ETag", tag);
        GzipTags.addTo(response);
        assertThat(response.get("ETag")).isEqualTo(expected);
    }

    @Test
    void responseWithoutATagStaysWithoutOne() {
        MultiMap response = MultiMap.caseInsensitiveMultiMap();
        GzipTags.addTo(response);
        assertThat(response.contains("ETag")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"3-gzip\" | \"3\"",
                "\"1-gzip\", \"2\" ,\"3-gzip\" | \"1\", \"2\" ,\"3\"",
                "W/\"3-gzip\" | W/\"3\"",
                "\"3\" | \"3\"",
                "* | *",
                "\"3-gzipped\" | \"3-gzipped\"",
            })
    void serviceSeesNoSuffix(String condition, String expected) {
        MultiMap request = MultiMap.caseInsensitiveMultiMap().add("if-match", condition);
        assertThat(GzipTags.removeFrom(request)).isFalse();
        assertThat(request.getAll("If-Match")).containsExactly(expected);

        request = MultiMap.caseInsensitiveMultiMap().add("if-none-match", condition);
        assertThat(GzipTags.removeFrom(request)).isEqualTo(!condition.equals(expected));
        assertThat(request.getAll("If-None-Match")).containsExactly(expected);
    }

    @Test
    void everyLineOfAConditionIsRead() {
        MultiMap request =
                MultiMap.caseInsensitiveMultiMap().add("If-None-Match", "\"1\"").add("If-None-Match", "\"2-gzip\"");
        assertThat(GzipTags.removeFrom(request)).isTrue();
        assertThat(request.getAll("If-None-Match")).containsExactly("\"1\"", "\"2\"");
    }
}
