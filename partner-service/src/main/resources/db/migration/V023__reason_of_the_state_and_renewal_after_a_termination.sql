-- Why an agreement is suspended or terminated. The history has it, but partners do not read the history.
alter table agreement add column state_reason text;

-- A renewal that was terminated before it came into force does not prevent another one.
alter table agreement drop constraint agreement_renewed_once;
create unique index agreement_renewed_once on agreement (predecessor_id) where state <> 'TERMINATED';
create index agreement_by_predecessor on agreement (predecessor_id) where predecessor_id is not null;
