package fr.cned.partenariats.local.http;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An access token for work that may take longer than a token lives. */
public final class FreshToken {

    /** Less than a token lives. */
    static final Duration USED_FOR = Duration.ofMinutes(3);

    private final Supplier<String> newToken;
    private final LongSupplier nanoTime;
    private @Nullable String token;
    private long since;

    /** @param newToken asks for a token; asked again when the last one grows old */
    public FreshToken(Supplier<String> newToken) {
        this(newToken, System::nanoTime);
    }

    FreshToken(Supplier<String> newToken, LongSupplier nanoTime) {
        this.newToken = newToken;
        this.nanoTime = nanoTime;
    }

    public synchronized String get() {
        String known = token;
        if (known == null || nanoTime.getAsLong() - since > USED_FOR.toNanos()) {
            known = newToken.get();
            token = known;
            since = nanoTime.getAsLong();
        }
        return known;
    }
}
