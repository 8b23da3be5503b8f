-- A trigger refuses every change of the audit trail. The service's role also lacks the right to change it.
revoke update, delete, truncate on audit_entry, audit_seal from "${service_role}";
