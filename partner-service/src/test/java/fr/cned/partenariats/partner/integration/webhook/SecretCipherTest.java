package fr.cned.partenariats.partner.integration.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretCipherTest {

    private final SecretCipher cipher = new SecretCipher("one key");
    private final SigningSecret secret = SigningSecret.random();
    private final UUID webhook = UUID.randomUUID();

    @Test
    void decryptsWhatItEncrypted() {
        byte[] stored = cipher.encrypt(webhook, secret);

        assertThat(cipher.decrypt(webhook, stored).shown()).isEqualTo(secret.shown());
        assertThat(cipher.encrypt(webhook, secret)).isNotEqualTo(stored);
        assertThat(stored).hasSize(12 + 32 + 16);
    }

    @Test
    void refusesAnotherKeyAnotherWebhookAndAChangedSecret() {
        byte[] stored = cipher.encrypt(webhook, secret);

        assertThatThrownBy(() -> new SecretCipher("another key").decrypt(webhook, stored))
                .hasMessageContaining("PARTNER_WEBHOOKS_ENCRYPTION_KEY");
        assertThatThrownBy(() -> cipher.decrypt(UUID.randomUUID(), stored)).isInstanceOf(IllegalStateException.class);
        stored[20] ^= 1;
        assertThatThrownBy(() -> cipher.decrypt(webhook, stored)).isInstanceOf(IllegalStateException.class);
    }
}
