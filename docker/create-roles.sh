#!/bin/sh
# Runs once, on an empty data volume: the role that migrates and owns the database, and the lesser one that serves.
# Migrations give the latter its privileges. The superuser is left without a password: it comes in on the socket of
# this container only.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set database="$POSTGRES_DB" --set superuser="$POSTGRES_USER" \
  --set owner_password="$POSTGRES_PASSWORD" --set runtime_password="$RUNTIME_PASSWORD" <<'SQL'
CREATE ROLE owner LOGIN PASSWORD :'owner_password';
CREATE ROLE runtime LOGIN PASSWORD :'runtime_password';
ALTER DATABASE :"database" OWNER TO owner;
ALTER ROLE :"superuser" PASSWORD NULL;
SQL
