package fr.cned.partenariats.badexample.right;

import fr.cned.partenariats.badexample.left.Left;

public record Right(Left other) {}
