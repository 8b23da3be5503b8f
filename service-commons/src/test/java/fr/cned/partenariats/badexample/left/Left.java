package fr.cned.partenariats.badexample.left;

import fr.cned.partenariats.badexample.right.Right;

/** Forms a cycle with {@link Right}. */
public record Left(Right other) {}
