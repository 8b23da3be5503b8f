-- A trigger refuses every change of an entry and of a seal. The service's role also lacks the right to change it.
revoke update, delete, truncate on change_log, audit_seal from "${service_role}";
