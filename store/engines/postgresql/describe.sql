-- what the schema of a register consists of, a row for each object: kind, name, definition
WITH
  rooms AS (SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE nspname = 'dragoman'),
  things AS (SELECT class.* FROM pg_class AS class JOIN rooms ON rooms.oid = relnamespace),
  functions AS (SELECT proc.* FROM pg_proc AS proc JOIN rooms ON rooms.oid = pronamespace),
  rights AS (
    SELECT 'schema dragoman' AS what, nspowner AS owner, aclexplode(nspacl) AS one FROM rooms
    UNION ALL
    SELECT 'table ' || relname, relowner, aclexplode(relacl) FROM things
    UNION ALL
    SELECT 'column ' || relname || '.' || attname, relowner, aclexplode(attacl)
      FROM things JOIN pg_attribute ON attrelid = things.oid WHERE attacl IS NOT NULL
    UNION ALL
    SELECT 'function ' || proname, proowner,
      aclexplode(coalesce(proacl, acldefault('f', proowner))) FROM functions
  )
SELECT 'schema', nspname::text, pg_get_userbyid(nspowner)::text FROM rooms
UNION ALL
SELECT CASE relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'relation' END, relname::text,
  concat_ws(' ', relkind, relpersistence, pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity, relispartition,
    (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attgenerated,
       pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum)
     FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE attrelid = things.oid AND attnum > 0 AND NOT attisdropped))
  FROM things WHERE relkind NOT IN ('i', 'I', 't')
UNION ALL
SELECT 'index', relname::text, concat_ws(' ', pg_get_indexdef(things.oid), indisvalid, indisready, indisunique)
  FROM things JOIN pg_index ON indexrelid = things.oid
UNION ALL
SELECT 'constraint', concat_ws('.', things.relname, conname), concat_ws(' ', pg_get_constraintdef(pg_constraint.oid), convalidated)
  FROM pg_constraint JOIN things ON conrelid = things.oid WHERE contype NOT IN ('n', 't')
UNION ALL
SELECT 'trigger', concat_ws('.', relname, tgname),
  concat_ws(' ', CASE tgenabled WHEN 'A' THEN 'always' WHEN 'O' THEN 'enabled' WHEN 'D' THEN 'disabled' ELSE 'replica' END,
    pg_get_triggerdef(pg_trigger.oid))
  FROM pg_trigger JOIN things ON tgrelid = things.oid WHERE NOT tgisinternal
UNION ALL
SELECT 'function', concat(proname, '(', pg_get_function_identity_arguments(functions.oid), ')'),
  concat_ws(' ', pg_get_function_result(functions.oid), lanname, prosecdef, proconfig, provolatile, pg_get_userbyid(proowner), prosrc)
  FROM functions JOIN pg_language ON pg_language.oid = prolang
UNION ALL
SELECT 'rule', concat_ws('.', relname, rulename), pg_get_ruledef(pg_rewrite.oid)
  FROM pg_rewrite JOIN things ON ev_class = things.oid
UNION ALL
SELECT 'policy', concat_ws('.', relname, polname), concat_ws(' ', polcmd, polpermissive, pg_get_expr(polqual, polrelid))
  FROM pg_policy JOIN things ON polrelid = things.oid
UNION ALL
SELECT 'grant', concat_ws(' ', (one).privilege_type, 'on', what, 'to',
    CASE (one).grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid((one).grantee)::text END),
  CASE WHEN (one).is_grantable THEN 'with grant option' ELSE '' END
  FROM rights WHERE (one).grantee <> owner
UNION ALL
SELECT 'role', rolname::text, concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls)
  FROM pg_roles WHERE rolname IN ('dragoman_owner', 'dragoman_reader', 'dragoman_recorder', 'dragoman_auditor')
UNION ALL
SELECT 'membership', concat_ws(' in ', member.rolname, role.rolname), ''
  FROM pg_auth_members JOIN pg_roles AS member ON member.oid = pg_auth_members.member
  JOIN pg_roles AS role ON role.oid = roleid
  WHERE role.rolname IN ('dragoman_owner', 'dragoman_reader', 'dragoman_recorder', 'dragoman_auditor')
    AND member.rolname IN ('dragoman_owner', 'dragoman_reader', 'dragoman_recorder', 'dragoman_auditor')
UNION ALL
SELECT 'event trigger', evtname::text, concat_ws(' ', evtevent, evtenabled, evtfoid::regproc) FROM pg_event_trigger
ORDER BY 1, 2
