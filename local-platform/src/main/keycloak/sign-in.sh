#!/usr/bin/env bash
# Adds a provider at which invited people of partners sign in, or updates it (docs/sign-in.md). It may run again.
#
#   sign-in.sh proconnect   needs PROVIDER_URL, CLIENT_ID, CLIENT_SECRET; ACR_VALUES lists the levels that are accepted
#   sign-in.sh renater      needs PROVIDER_URL, UAI and NAME of the institution
#
# PROVIDER_URL is the address of the OpenID configuration or of the SAML metadata of the provider. KEYCLOAK_URL and
# KEYCLOAK_ADMIN_PASSWORD are those of Keycloak.
set -euo pipefail

readonly kcadm=${KCADM:-/opt/keycloak/bin/kcadm.sh}
readonly flow='invited people only'
readonly mail=urn:oid:0.9.2342.19200300.100.1.3 supann_etablissement=urn:oid:1.3.6.1.4.1.7135.1.2.1.14
if [[ ${1:-} != proconnect && ${1:-} != renater ]]; then
  sed -n '4,5p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
login=$(mktemp)
trap 'rm -f "$login"' EXIT

admin() {
  "$kcadm" "$1" "${@:2}" --config "$login" --target-realm cned
}

# A value as text in JSON.
text() {
  local value=${1//\\/\\\\}
  printf '"%s"' "${value//\"/\\\"}"
}

# What the provider publishes, as an object without its last brace.
published() {
  local config
  config=$(admin create identity-provider/import-config -o -f - <<<"{\"providerId\": \"$1\", \"fromUrl\": $(text "$PROVIDER_URL")}") || return
  printf '%s' "${config%\}*}"
}

KC_CLI_PASSWORD="$KEYCLOAK_ADMIN_PASSWORD" "$kcadm" config credentials --config "$login" --server "$KEYCLOAK_URL" \
  --realm master --user "${KEYCLOAK_ADMIN_USERNAME:-admin}"

case $1 in
  proconnect)
    alias=proconnect
    protocol=oidc
    name=$(text ProConnect)
    identity='${CLAIM.siret}:${CLAIM.email | lowercase}'
    config=$(published oidc)
    # ProConnect refuses parameters that it does not document: no PKCE, no max_age.
    config+=", \"clientId\": $(text "$CLIENT_ID"), \"clientSecret\": $(text "$CLIENT_SECRET"),
      \"clientAuthMethod\": \"client_secret_post\", \"defaultScope\": \"openid email siret\", \"pkceEnabled\": \"false\",
      \"passMaxAge\": \"false\", \"backchannelSupported\": \"false\", \"validateSignature\": \"true\""
    if [[ -n ${ACR_VALUES:-} ]]; then
      [[ $config =~ \"authorizationUrl\"\ *:\ *\"([^\"]*)\" ]]
      config+=", \"authorizationUrl\": \"${BASH_REMATCH[1]}?claims=%7B%22id_token%22%3A%7B%22acr%22%3A%7B%22essential%22%3Atrue%2C%22values%22%3A%5B%22${ACR_VALUES// /%22%2C%22}%22%5D%7D%7D%7D\",
      \"filteredByClaim\": \"true\", \"claimFilterName\": \"acr\", \"claimFilterValue\": $(text "${ACR_VALUES// /|}")"
    fi
    ;;
  renater)
    alias=renater-$(tr '[:upper:]' '[:lower:]' <<<"$UAI")
    protocol=saml
    name=$(text "$NAME")
    identity="\${ATTRIBUTE.$supann_etablissement}:\${ATTRIBUTE.$mail | lowercase}"
    config=$(published saml)
    config+=", \"nameIDPolicyFormat\": \"urn:oasis:names:tc:SAML:2.0:nameid-format:transient\",
      \"principalType\": \"ATTRIBUTE\", \"principalAttribute\": \"$mail\", \"signatureAlgorithm\": \"RSA_SHA256\",
      \"validateSignature\": \"true\", \"wantAuthnRequestsSigned\": \"true\", \"wantAssertionsSigned\": \"true\",
      \"wantAssertionsEncrypted\": \"true\", \"useMetadataDescriptorUrl\": \"true\", \"backchannelSupported\": \"false\""
    ;;
esac

# An identity that no invitation names gets a page instead of an account.
admin create localization/fr -f - <<'JSON'
{ "signInNotInvited": "Aucune invitation ne correspond à votre adresse électronique et à votre établissement. Demandez à l’administrateur de votre établissement de vous inviter avec cette adresse, ou connectez-vous avec votre mot de passe." }
JSON
admin create localization/en -f - <<'JSON'
{ "signInNotInvited": "No invitation has your e-mail address and your institution. Ask the administrator of your institution to invite you with this address, or sign in with your password." }
JSON
flows=$(admin get authentication/flows --fields alias --format csv --noquotes)
if [[ $'\n'$flows$'\n' != *$'\n'$flow$'\n'* ]]; then
  id=$(admin create authentication/flows -i -f - <<<"{\"alias\": \"$flow\", \"providerId\": \"basic-flow\", \"topLevel\": true, \"builtIn\": false}")
  id=$(admin create authentication/executions -i -f - <<<"{\"parentFlow\": \"$id\", \"authenticator\": \"deny-access-authenticator\", \"requirement\": \"REQUIRED\", \"authenticatorFlow\": false}")
  admin create "authentication/executions/$id/config" -f - <<<'{"alias": "no invitation", "config": {"denyErrorMessage": "signInNotInvited"}}'
fi

provider="{\"alias\": \"$alias\", \"providerId\": \"$protocol\", \"displayName\": $name, \"enabled\": true, \"trustEmail\": false,
  \"storeToken\": false, \"firstBrokerLoginFlowAlias\": \"$flow\", \"config\": $config, \"syncMode\": \"IMPORT\"}}"
if admin get "identity-provider/instances/$alias" >/dev/null 2>&1; then
  admin update "identity-provider/instances/$alias" -f - <<<"$provider"
else
  admin create identity-provider/instances -f - <<<"$provider"
fi

# The identity under which partner-service invites a person. It is the name, too: Keycloak counts a refused sign-in for the
# account with that name, and would lock the account of an invited person by its address.
mappers=$(admin get "identity-provider/instances/$alias/mappers" --fields name --format csv --noquotes)
for target in BROKER_ID BROKER_USERNAME; do
  if [[ $'\n'$mappers$'\n' != *$'\n'$target$'\n'* ]]; then
    admin create "identity-provider/instances/$alias/mappers" -f - <<<"{\"name\": \"$target\", \"identityProviderAlias\": \"$alias\",
      \"identityProviderMapper\": \"$protocol-username-idp-mapper\",
      \"config\": {\"syncMode\": \"INHERIT\", \"target\": \"$target\", \"template\": \"$identity\"}}"
  fi
done
