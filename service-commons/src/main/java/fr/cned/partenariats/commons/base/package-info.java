/**
 * What needs no request and no caller: ids, time, codes, database, problems, paging, validation, metrics, start.
 */
package fr.cned.partenariats.commons.base;
