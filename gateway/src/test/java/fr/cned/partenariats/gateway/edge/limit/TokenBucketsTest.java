package fr.cned.partenariats.gateway.edge.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketsTest {

    private static final String CALLER = "caller";
    private static final int PER_SECOND = 200;
    private static final int BURST = 400;
    private static final int REPORT_EVERY_MILLIS = 100;

    private final ManualTime time = new ManualTime();

    @Test
    void tokensGivenElsewhereAreMissingHere() {
        TokenBuckets buckets = newBuckets();
        buckets.takeGiven(CALLER, 150, BURST);
        assertThat(buckets.bucket(CALLER).getAvailableTokens()).isEqualTo(BURST - 150);
    }

    @Test
    void debtIsPaidFromTheRefill() {
        TokenBuckets buckets = newBuckets();
        buckets.takeGiven(CALLER, BURST + 100, BURST);
        time.advance(500);
        assertThat(buckets.bucket(CALLER).tryConsume(1))
                .as("the debt is just paid")
                .isFalse();
        time.advance(5);
        assertThat(buckets.bucket(CALLER).tryConsume(1)).isTrue();
    }

    @Test
    void noReportMakesADebtAboveTheMaximum() {
        TokenBuckets buckets = newBuckets();
        buckets.takeGiven(CALLER, Long.MAX_VALUE, BURST);
        buckets.takeGiven(CALLER, BURST, BURST);
        assertThat(buckets.bucket(CALLER).getAvailableTokens()).isEqualTo(-BURST);
    }

    /** A caller sends as fast as it can to all gateways: it gets the limit and what it got between two reports. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void sumOfAllGatewaysStaysWithinTheLimit(int gateways) {
        List<TokenBuckets> all =
                Stream.generate(this::newBuckets).limit(gateways).toList();
        long seconds = 60;
        long accepted = 0;
        long mostBetweenReports = 0;
        for (long passed = 0; passed < seconds * 1_000; passed += REPORT_EVERY_MILLIS) {
            long[] given = new long[gateways];
            for (int millis = 0; millis < REPORT_EVERY_MILLIS; millis++) {
                time.advance(1);
                for (int gateway = 0; gateway < gateways; gateway++) {
                    if (all.get(gateway).bucket(CALLER).tryConsume(1)) {
                        given[gateway]++;
                    }
                }
            }
            for (int from = 0; from < gateways; from++) {
                accepted += given[from];
                mostBetweenReports = Math.max(mostBetweenReports, given[from]);
                for (int to = 0; to < gateways; to++) {
                    if (to != from) {
                        all.get(to).takeGiven(CALLER, given[from], (long) BURST * gateways);
                    }
                }
            }
        }
        long limit = BURST + PER_SECOND * seconds;
        assertThat(accepted).isBetween(limit - PER_SECOND, limit + (gateways - 1) * mostBetweenReports);
    }

    private TokenBuckets newBuckets() {
        return new TokenBuckets(PER_SECOND, BURST, 10, time);
    }

    private static final class ManualTime implements TimeMeter {

        private long nanos;

        void advance(long millis) {
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
