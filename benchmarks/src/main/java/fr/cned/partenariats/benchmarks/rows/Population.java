package fr.cned.partenariats.benchmarks.rows;

import java.util.List;
import java.util.UUID;

/**
 * What the generator has created on a platform.
 *
 * @param offerings of all academic years
 */
public record Population(List<Registrar> registrars, List<UUID> offerings) {}
