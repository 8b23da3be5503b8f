-- A search of partners uses words, as the other searches do: hyphens, apostrophes and other signs separate them.
alter table partner drop column search_text;
alter table partner
    add column search_text text generated always as (plain(legal_name || ' ' || coalesce(short_name, ''))) stored;
create index partner_by_name on partner using gin (search_text gin_trgm_ops);

-- The names that contain all words, in any order. A word may be a part of a word of the name; a plural's last letter
-- does not count. The index finds the longest word: LIKE ALL does not use it.
create or replace function partners_named(named text) returns uuid[]
    language plpgsql stable security definer set search_path = public, pg_temp as
$$
declare
    patterns text[] := array(
        select '%' || regexp_replace(word, '^(.{3,})[sx]$', '\1') || '%'
        from regexp_split_to_table(plain(named), ' ') as word
        where word <> ''
        order by length(word) desc);
begin
    return array(select p.id from partner p where p.search_text like patterns[1] and p.search_text like all (patterns));
end
$$;
