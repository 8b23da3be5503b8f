/**
 * Who may be registered: the rules of eligibility and their facts, and the counters of seats and places. It knows
 * no enrollment and no request.
 */
package fr.cned.partenariats.enrollment.admission;
