#!/usr/bin/env bash
# Makes the folder secrets/ for docker-compose.yml, once, as root: random passwords, the site's secret key and the keyring,
# each readable only by the user that needs it inside its container. The keyring lies in a folder of its own, which is
# mounted whole: a new key is a new file in the old one's place. Keep two copies of secrets/keys/keyring.json in two
# places apart from the database's backups: without it nobody can open what the vault holds.
set -euo pipefail
cd "$(dirname "$0")/.."
SITE=10001   # the site's user, see Dockerfile
DATABASE=999 # PostgreSQL's user in its image

if [ -e secrets ]; then
  echo "There is a folder secrets/ already; secrets are never written over." >&2
  exit 1
fi
umask 077
random() { head -c 48 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
mkdir secrets secrets/keys
chmod 711 secrets
for name in admin owner application; do random >"secrets/$name"; done
random >secrets/secret_key
printf 'postgres://mooring:%s@database:5432/mooring' "$(cat secrets/application)" >secrets/database_url
printf 'postgres://mooring_owner:%s@database:5432/mooring' "$(cat secrets/owner)" >secrets/database_owner_url
mv secrets/admin secrets/database_admin_password
mv secrets/owner secrets/database_owner_password
mv secrets/application secrets/database_password

docker build --quiet --tag mooring . >/dev/null
docker run --rm --network none --user 0 --volume "$PWD/secrets:/secrets" \
  --env DEMO=true --env SECRET_KEY="$(cat secrets/secret_key)" mooring \
  python manage.py make_keys --file /secrets/keys/keyring.json

find secrets -type f -exec chmod 0400 {} +
chmod 0700 secrets/keys
chown -R "$SITE" secrets/keys
chown "$SITE" secrets/secret_key secrets/database_url secrets/database_owner_url
chown "$DATABASE" secrets/database_admin_password secrets/database_owner_password secrets/database_password
