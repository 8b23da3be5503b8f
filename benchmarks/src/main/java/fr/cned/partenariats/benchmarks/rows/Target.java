package fr.cned.partenariats.benchmarks.rows;

import java.util.UUID;

/** What a registration names: an agreement of the registrar, and an offering with free places. */
public record Target(Registrar registrar, UUID offering) {}
