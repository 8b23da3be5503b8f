#!/usr/bin/env bash
# Creates the Kafka user of each service with the rights of rights.txt. The container kafka-init runs it; it may run again.
set -euo pipefail

readonly rights=${KAFKA_RIGHTS:-/rights.txt}
login=$(mktemp)
trap 'rm -f "$login"' EXIT
cat >"$login" <<EOF
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="$KAFKA_ADMIN_PASSWORD";
EOF

admin() {
  "${KAFKA_HOME:-/opt/kafka}/bin/$1" --bootstrap-server localhost:9094 --command-config "$login" "${@:2}"
}

# Prints the options for the topics that a service may write or read, with a suffix.
topics() {
  local service right topic
  while read -r service right topic; do
    [[ "$service $right" != "$1 $2" ]] || printf -- '--topic %s ' "$topic$3"
  done <"$rights"
}

provide() {
  local -r service=$1 password=$2
  local -ar grant=(kafka-acls.sh --add --allow-principal "User:$service")
  admin kafka-configs.sh --alter --entity-type users --entity-name "$service" \
    --add-config "SCRAM-SHA-512=[password=$password]"
  # A service may also create the topics that it reads, because it may start before their writer.
  # shellcheck disable=SC2046 # each word is an argument
  admin "${grant[@]}" --operation Write --operation Create \
    $(topics "$service" write "") $(topics "$service" read ".$service.dlq")
  # shellcheck disable=SC2046
  admin "${grant[@]}" --operation Read --operation Create $(topics "$service" read "")
  admin "${grant[@]}" --operation Read --resource-pattern-type prefixed --group "$service-g"
  admin "${grant[@]}" --operation Write --transactional-id "$service-relay"
}

provide partner-service "$PARTNER_KAFKA_PASSWORD"
provide catalog-service "$CATALOG_KAFKA_PASSWORD"
provide enrollment-service "$ENROLLMENT_KAFKA_PASSWORD"

# The exporter of the profile monitoring reads offsets of topics and groups, no events.
admin kafka-configs.sh --alter --entity-type users --entity-name monitor \
  --add-config "SCRAM-SHA-512=[password=$MONITOR_KAFKA_PASSWORD]"
admin kafka-acls.sh --add --allow-principal User:monitor --operation Describe --topic '*' --group '*'
