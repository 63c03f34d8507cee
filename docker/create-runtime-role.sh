#!/bin/sh
# Runs once, on an empty data volume: the lesser role that the server serves as. Migrations give it its privileges.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set ON_ERROR_STOP=1 --set password="$RUNTIME_PASSWORD" <<'SQL'
CREATE ROLE runtime LOGIN PASSWORD :'password';
SQL
