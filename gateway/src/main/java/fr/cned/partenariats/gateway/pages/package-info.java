/** What people read: the portal of the documentation, the workspace, the pages of problems and the health page. */
package fr.cned.partenariats.gateway.pages;
