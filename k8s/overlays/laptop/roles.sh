#!/bin/sh
# The service's role, which owns nothing. Runs once, when the database is made.
set -e
psql --username=yima --set=ON_ERROR_STOP=1 --set=password="$SERVICE_PASSWORD" --dbname=yima <<SQL
CREATE ROLE yima_service LOGIN PASSWORD :'password';
SQL
