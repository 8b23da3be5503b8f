-- A quota that its agreement no longer has: kept for those who hold its seats, found by nobody new.
alter table seat_counter add column gone boolean not null default false;
