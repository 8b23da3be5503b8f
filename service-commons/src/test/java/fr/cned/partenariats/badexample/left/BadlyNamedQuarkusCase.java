package fr.cned.partenariats.badexample.left;

import io.quarkus.test.junit.QuarkusTest;

/** A test that starts Quarkus and does not say so in its name. */
@QuarkusTest
class BadlyNamedQuarkusCase {}
