package fr.cned.partenariats.commons.base.paging;

/** The query parameters of a list, as public fields. A cursor is bound to the values of all of them. */
public interface ListFilter {}
