package fr.cned.partenariats.partner.integration.webhook.api;

public record ReplayView(int replayed) {}
