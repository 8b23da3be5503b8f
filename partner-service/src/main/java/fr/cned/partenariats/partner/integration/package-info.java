/** How programs and people are connected: API clients, webhooks, people, their mails, and what a caller may do. */
package fr.cned.partenariats.partner.integration;
