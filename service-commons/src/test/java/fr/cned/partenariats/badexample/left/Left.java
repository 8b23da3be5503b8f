package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.badexample.right.Right;

/** Goes round in a circle with {@link Right}. */
public record Left(Right other) {}
