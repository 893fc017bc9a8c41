#!/bin/bash
# Runs once, when the database is first made: two roles (invariant 4). The owner makes and changes tables and disposes of
# sealed segments of the trail; the application reads and writes rows, and of the trail only inserts and reads.
# Each migration gives the application its rights.
set -euo pipefail

read_secret() { tr -d '\r\n' <"${SECRETS:-/run/secrets}/$1"; }

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner_password="$(read_secret database_owner_password)" \
  --set application_password="$(read_secret database_password)" <<'SQL'
CREATE ROLE mooring_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE mooring LOGIN PASSWORD :'application_password';
CREATE DATABASE mooring OWNER mooring_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE mooring FROM PUBLIC;
GRANT CONNECT ON DATABASE mooring TO mooring;
\connect mooring
ALTER SCHEMA public OWNER TO mooring_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mooring;
SQL
