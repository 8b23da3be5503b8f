/** How long the pages of the workspace take in a browser. */
@org.jspecify.annotations.NullMarked
package fr.cned.partenariats.benchmarks.pages;
