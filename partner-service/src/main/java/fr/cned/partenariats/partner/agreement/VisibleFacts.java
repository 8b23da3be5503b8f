package fr.cned.partenariats.partner.agreement;

import java.util.function.UnaryOperator;

/**
 * What a caller may read of an agreement, besides what all its readers see.
 *
 * @param prices whether tariff and refund are shown
 * @param stateReason whether the reason for the state is shown
 * @param funding removes the reason of a funding that is not shown
 */
record VisibleFacts(boolean prices, boolean stateReason, UnaryOperator<Funding> funding) {

    static final VisibleFacts ALL = new VisibleFacts(true, true, UnaryOperator.identity());
    static final VisibleFacts WITHOUT_REASONS = new VisibleFacts(true, false, Funding::withoutReason);

    /** Of an agreement under a framework, for a party of the framework only. */
    static final VisibleFacts UNDER_FRAMEWORK = new VisibleFacts(false, false, Funding::withoutReason);
}
