package fr.cned.partenariats.partner.agreement;

import java.util.function.UnaryOperator;

/**
 * The reasons in an agreement that a caller may read.
 *
 * @param ofState whether the reason for the state is shown
 * @param ofFunding removes the reason of a funding that is not shown
 */
record VisibleReasons(boolean ofState, UnaryOperator<Funding> ofFunding) {

    static final VisibleReasons ALL = new VisibleReasons(true, UnaryOperator.identity());
    static final VisibleReasons NONE = new VisibleReasons(false, Funding::withoutReason);
}
