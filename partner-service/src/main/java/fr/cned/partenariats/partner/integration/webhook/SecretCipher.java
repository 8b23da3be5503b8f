package fr.cned.partenariats.partner.integration.webhook;

import fr.cned.partenariats.commons.base.SecretEncryption;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Encrypts the secrets of webhooks for the database, each bound to its webhook. */
@ApplicationScoped
class SecretCipher {

    private final SecretEncryption encryption;

    SecretCipher(@ConfigProperty(name = "partner.webhooks.encryption-key") String text) {
        this.encryption = new SecretEncryption(text, "PARTNER_WEBHOOKS_ENCRYPTION_KEY");
    }

    byte[] encrypt(UUID webhookId, SigningSecret secret) {
        return encryption.encrypt(webhookId, secret.bytes());
    }

    SigningSecret decrypt(UUID webhookId, byte[] stored) {
        return new SigningSecret(encryption.decrypt(webhookId, stored));
    }
}
