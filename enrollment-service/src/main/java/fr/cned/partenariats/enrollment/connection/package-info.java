/** Outside systems at which training centres have keys of their own: one row, one lease and one client for all of them. */
package fr.cned.partenariats.enrollment.connection;
