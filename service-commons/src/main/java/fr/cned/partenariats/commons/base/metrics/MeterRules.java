package fr.cned.partenariats.commons.base.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Gives requests a histogram with few fixed buckets. Of the hundreds of metrics of each Kafka client it keeps the lag of
 * consumers, and of the mail client nothing: {@code notices.mails} counts what became of the mails.
 */
@Singleton
class MeterRules implements MeterFilter {

    private static final String REQUESTS = "http.server.requests";
    private static final String KAFKA = "kafka.";
    private static final String MAIL_CLIENT = "mail.";
    private static final String LAG = "kafka.consumer.fetch.manager.records.lag";

    /** 50 ms and 500 ms are objectives (docs/operations.md). */
    private static final double[] BUCKETS = LongStream.of(10, 50, 100, 500, 1_000, 5_000)
            .mapToDouble(TimeUnit.MILLISECONDS::toNanos)
            .toArray();

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        String name = id.getName();
        boolean isOfClient = name.startsWith(KAFKA) || name.startsWith(MAIL_CLIENT);
        return isOfClient && !name.equals(LAG) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().equals(REQUESTS)
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(BUCKETS)
                        .build()
                        .merge(config)
                : config;
    }
}
