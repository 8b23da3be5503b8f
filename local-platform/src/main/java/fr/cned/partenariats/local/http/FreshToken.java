package fr.cned.partenariats.local.http;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An access token that is renewed before it expires. */
public final class FreshToken {

    /** Shorter than the lifetime of a token of the realm. */
    static final Duration USED_FOR = Duration.ofMinutes(3);

    private final Supplier<String> newToken;
    private final Duration usedFor;
    private final LongSupplier nanoTime;
    private @Nullable String token;
    private long since;

    /** @param newToken asks the identity provider for a token */
    public FreshToken(Supplier<String> newToken) {
        this(newToken, USED_FOR);
    }

    /** @param usedFor the time after which the token is renewed; shorter than its lifetime */
    public FreshToken(Supplier<String> newToken, Duration usedFor) {
        this(newToken, usedFor, System::nanoTime);
    }

    FreshToken(Supplier<String> newToken, Duration usedFor, LongSupplier nanoTime) {
        this.newToken = newToken;
        this.usedFor = usedFor;
        this.nanoTime = nanoTime;
    }

    public synchronized String get() {
        String known = token;
        if (known == null || nanoTime.getAsLong() - since > usedFor.toNanos()) {
            known = newToken.get();
            token = known;
            since = nanoTime.getAsLong();
        }
        return known;
    }
}
