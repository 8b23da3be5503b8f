package fr.cned.partenariats.enrollment.student;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredAnswerPersonalDataTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"1\",\"familyName\":\"Lefèvre\"} | {\"id\":\"1\"}",
                "{\"siteId\":\"1\",\"week\":\"2026-W48\",\"entries\":[]} | {\"siteId\":\"1\",\"week\":\"2026-W48\",\"entries\":[]}",
                "{\"items\":[{\"id\":\"1\",\"familyName\":\"Lefèvre\"}],\"next\":\"x\"} | {\"items\":[],\"next\":\"x\"}",
            })
    void keepsWhatIdentifiesNoPerson(String answer, String reduced) throws Exception {
        assertThat(StoredAnswerPersonalData.reduced(json.readTree(answer))).isEqualTo(json.readTree(reduced));
    }
}
