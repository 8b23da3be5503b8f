package fr.cned.partenariats.commons.base.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a constraint: the code of an invalid text in the right form, such as week 53 of a year with 52 weeks. Its problem
 * text has one placeholder, the text.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NotExisting {

    /** A regular expression for the whole text. */
    String form();

    CommonProblem code();
}
