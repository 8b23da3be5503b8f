-- A person has at most one live enrollment on an offering. With the default of 1000 rows the planner estimates a hundred
-- times the cost of the statement that reads the facts of a registration, and may compile it (JIT).
alter function live_enrollment(uuid, uuid) rows 1;
