-- A training centre, a host school and an employer list their apprentices.
create index apprenticeship_contract_by_centre on apprenticeship_contract (training_centre_id, id);
create index apprenticeship_contract_by_school on apprenticeship_contract (host_school_id, id)
    where host_school_id is not null;
create index apprenticeship_contract_by_employer on apprenticeship_contract (employer_siret, id);
