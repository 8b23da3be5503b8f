package fr.cned.partenariats.gateway.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fr.cned.partenariats.gateway.edge.route.PathTemplates;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {

    @ParameterizedTest
    @CsvSource({"200, 10, 5", "404, 10, 5", "200, 0, 0", "500, 10, 50", "503, 0, 50"})
    void serverErrorsAreLoggedAllAndOthersAsASample(int status, int every, long logged) {
        assertThat(logged(new AccessLog(new PathTemplates(), every), status, 50))
                .isEqualTo(logged);
    }

    @Test
    void aFloodOfErrorsIsCut() {
        assertThat(logged(new AccessLog(new PathTemplates(), 1), 503, 5_000))
                .isBetween((long) AccessLog.MOST_PER_SECOND, 2L * AccessLog.MOST_PER_SECOND);
    }

    private static long logged(AccessLog log, int status, int requests) {
        return IntStream.range(0, requests).filter(i -> log.isLogged(status)).count();
    }
}
