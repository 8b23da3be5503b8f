/** How programs of partners are connected: API clients, webhooks, and what a caller may do ({@code me}). */
package fr.cned.partenariats.partner.integration;
