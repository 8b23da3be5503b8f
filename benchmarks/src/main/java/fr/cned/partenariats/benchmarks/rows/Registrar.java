package fr.cned.partenariats.benchmarks.rows;

import java.util.UUID;

/**
 * A partner with an agreement in force, and the client with which it asks for tokens.
 *
 * @param subject the claim {@code sub} of its tokens
 */
public record Registrar(UUID partner, UUID agreement, String client, String subject) {}
