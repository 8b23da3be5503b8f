-- Most searches have no typo. An opportunity that matches all words proves that each word is known: none is corrected.
-- In PL/pgSQL, which keeps the plans: the correction is planned at each call, which took most of the time of a search.
alter function opportunity_query(text) rename to opportunity_query_corrected;

create function opportunity_query(typed text) returns tsquery
    language plpgsql stable strict
    set client_min_messages = warning -- "contains only stop words"
as $$
declare
    uncorrected tsquery := plainto_tsquery('pg_catalog.french', regexp_replace(plain(typed), '\m(.|les)\M', '', 'g'));
begin
    if exists (select from opportunity where search @@ uncorrected) then
        return uncorrected;
    end if;
    return opportunity_query_corrected(typed);
end
$$;
