package fr.cned.partenariats.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshTokenTest {

    @Test
    void theTokenIsRequestedOnFirstUseAndRenewedBeforeItExpires() {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
        FreshToken token = new FreshToken(() -> "token-" + asked.incrementAndGet(), FreshToken.USED_FOR, now::get);
        assertThat(asked).hasValue(0);

        assertThat(token.get()).isEqualTo("token-1");
        now.addAndGet(FreshToken.USED_FOR.toNanos());
        assertThat(token.get()).isEqualTo("token-1");
        now.incrementAndGet();
        assertThat(token.get()).isEqualTo("token-2");
    }
}
