-- A waiting list has students of several partners. The place of one of them is a number, and tells nothing else.
create function waitlist_rank(offering uuid, rank bigint) returns integer
    language plpgsql stable strict security definer set search_path = public, pg_temp as
$$
begin
    return (select count(*) from enrollment e
            where e.offering_id = offering and e.state = 'WAITLISTED' and e.waiting_rank <= rank);
end
$$;
