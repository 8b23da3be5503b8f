/** Students and enrollments in the Open Education API 6.0. Its own contract describes them, not the one of the service. */
package fr.cned.partenariats.enrollment.oeapi;
