#!/bin/sh
# First start of an empty PostgreSQL: the two roles and the base. The application's role owns nothing.
set -eu
psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname=postgres \
  --set=proprietaire="$MDP_PROPRIETAIRE" --set=application="$MDP_APPLICATION" <<'SQL'
create role mcp_proprietaire login password :'proprietaire';
create role mcp_application login password :'application';
create database mon_compte_partenaire owner mcp_proprietaire;
revoke all on database mon_compte_partenaire from public;
grant connect on database mon_compte_partenaire to mcp_application;
SQL
