-- The key that signs the cursors of lists and feeds; all instances read it when they start. A cursor grants nothing that
-- its caller could not read without it, so the key needs no more protection than the rows beside it.
create table cursor_key (
    key bytea not null
);
insert into cursor_key
values (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
revoke insert, update, delete on cursor_key from "${service_role}";
