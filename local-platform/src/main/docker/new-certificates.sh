#!/usr/bin/env bash
# Writes certificates for the TLS between the containers to the folder tls/, with a new authority: docker-compose.tls.yml mounts
# them. Run it again before their end, a year later. Needs openssl and keytool.
set -euo pipefail
umask 077
readonly folder=${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)/tls}
readonly java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
readonly days=366

mkdir -p "$folder"
cd "$folder"
openssl req -x509 -newkey rsa:3072 -nodes -days "$days" -subj "/CN=Cned partenariats, internal" \
  -keyout authority.key -out ca.crt 2> /dev/null
for part in postgres kafka keycloak partner-service catalog-service enrollment-service \
  partner-service-2 catalog-service-2 enrollment-service-2; do
  mkdir -p "$part"
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$part" -keyout "$part/tls.key" -out "$part/request" 2> /dev/null
  openssl x509 -req -in "$part/request" -CA ca.crt -CAkey authority.key -CAcreateserial -days "$days" \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost\nextendedKeyUsage=serverAuth\n' "$part") -out "$part/tls.crt" 2> /dev/null
  rm "$part/request"
  # Kafka reads key and certificate from one file.
  cat "$part/tls.key" "$part/tls.crt" > "$part/keystore.pem"
done
# No part needs the key of the authority again: a new run makes another one.
rm -f authority.key ca.srl

# Webhooks need the public authorities, too.
rm -f truststore.p12
keytool -importkeystore -srckeystore "$java_home/lib/security/cacerts" -srcstorepass changeit \
  -destkeystore truststore.p12 -deststoretype PKCS12 -deststorepass changeit > /dev/null 2>&1
keytool -importcert -noprompt -alias cned-partenariats -file ca.crt -keystore truststore.p12 -storepass changeit > /dev/null 2>&1

# The containers run as these users. As another user than root, let each read its folder in another way.
chmod 755 . && chmod 644 ca.crt truststore.p12
if [[ $(id -u) == 0 ]]; then
  chown -R 999:999 postgres
  chown -R 1000:1000 kafka keycloak
  chown -R 10001:10001 ./*-service ./*-service-2
fi
