// The first request of a partner's program in three languages. PortalIT runs the texts as they are printed.

import { language } from "/shared/language.js";
import { codeBlock, filled, tabs } from "./elements.js";
import { t } from "./texts.js";
import { h } from "/shared/dom.js";

const CURL = `step() {
  ANSWER=$(curl -s -w '\\n%{http_code}' "$@"); STATUS=\${ANSWER##*[!0-9]}; ANSWER=\${ANSWER%???}
  echo "HTTP $STATUS $1" >&2
  case $STATUS in 2*) ;; *) echo "$ANSWER" >&2; return 1 ;; esac
}
value() { printf '%s' "$ANSWER" | sed "s/.*\\"$1\\":\\"\\([^\\"]*\\)\\".*/\\1/"; }

step "{tokenUrl}" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" &&
  TOKEN=$(value access_token) &&
  step "{gateway}/v1/me" -H "Authorization: Bearer $TOKEN" &&
  PARTNER_ID=$(value 'partner":{"id') &&
  step "{gateway}/v1/offerings?partnerId=$PARTNER_ID&state=OPEN&limit=1" -H "Authorization: Bearer $TOKEN" &&
  OFFERING_ID=$(value 'items":\\[{"id') && AGREEMENT_ID=$(value 'agreement":{"id') &&
  step "{gateway}/v1/enrollments" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Idempotency-Key: first-$(date +%s)" -d '{"agreementId":"'$AGREEMENT_ID'","offeringId":"'$OFFERING_ID'","student":{"familyName":"Étudiant '$(date +%s)'","givenNames":"Camille","birthDate":"2005-03-14","birthPlace":"Quimperlé"}}' &&
  echo "$ANSWER"
`;

const JAVA = `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.regex.Pattern;

public class QuickStart {

    static final HttpClient HTTP = HttpClient.newHttpClient();
    static final String GATEWAY = "{gateway}";
    static String token;

    public static void main(String[] arguments) throws Exception {
        String form = "grant_type=client_credentials&client_id=" + System.getenv("CLIENT_ID")
                + "&client_secret=" + System.getenv("CLIENT_SECRET");
        token = find("\\"access_token\\":\\"([^\\"]*)\\"", send(HttpRequest.newBuilder(URI.create("{tokenUrl}"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
        String partner = find("\\"partner\\":\\\\{\\"id\\":\\"([^\\"]*)\\"", send(call("/v1/me")));
        String offering = send(call("/v1/offerings?partnerId=" + partner + "&state=OPEN&limit=1"));
        String student = "{\\"familyName\\":\\"Test " + System.currentTimeMillis()
                + "\\",\\"givenNames\\":\\"Camille\\",\\"birthDate\\":\\"2005-03-14\\",\\"birthPlace\\":\\"Quimper\\"}";
        String body = "{\\"agreementId\\":\\"" + find("\\"agreement\\":\\\\{\\"id\\":\\"([^\\"]*)\\"", offering)
                + "\\",\\"offeringId\\":\\"" + find("\\"items\\":\\\\[\\\\{\\"id\\":\\"([^\\"]*)\\"", offering)
                + "\\",\\"student\\":" + student + "}";
        System.out.println(send(call("/v1/enrollments")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body))));
    }

    static HttpRequest.Builder call(String path) {
        return HttpRequest.newBuilder(URI.create(GATEWAY + path)).header("Authorization", "Bearer " + token);
    }

    static String send(HttpRequest.Builder request) throws Exception {
        var answer = HTTP.send(request.build(), BodyHandlers.ofString());
        System.err.println("HTTP " + answer.statusCode() + " " + answer.uri());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }

    static String find(String pattern, String json) {
        var found = Pattern.compile(pattern).matcher(json);
        if (!found.find()) {
            throw new IllegalStateException(json);
        }
        return found.group(1);
    }
}
`;

const TYPESCRIPT = `const gateway = "{gateway}";

async function call(method: string, address: string, headers: Record<string, string>, body?: string): Promise<any> {
  const answer = await fetch(address, { method, headers, body });
  console.error("HTTP " + answer.status + " " + address);
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
  return answer.json();
}

const form = new URLSearchParams({
  grant_type: "client_credentials",
  client_id: process.env["CLIENT_ID"]!,
  client_secret: process.env["CLIENT_SECRET"]!,
});
const login = await call("POST", "{tokenUrl}", { "Content-Type": "application/x-www-form-urlencoded" }, form.toString());
const authorization = { Authorization: "Bearer " + login.access_token };

const me = await call("GET", gateway + "/v1/me", authorization);
const offerings = await call("GET", gateway + "/v1/offerings?partnerId=" + me.partner.id + "&state=OPEN&limit=1", authorization);
const offering = offerings.items[0];
const enrollment = await call(
  "POST",
  gateway + "/v1/enrollments",
  { ...authorization, "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
  JSON.stringify({
    agreementId: offering.partnerTerms.agreement.id,
    offeringId: offering.id,
    student: { familyName: "Étudiante " + Date.now(), givenNames: "Camille", birthDate: "2005-03-14", birthPlace: "Quimperlé" },
  }),
);
console.log(JSON.stringify(enrollment));
`;

/** How each program is run: a sentence, and commands when there are any. */
const RUN = {
  curl: { en: "Needs curl and sed.", fr: "Nécessite curl et sed." },
  java: { en: "Save it as QuickStart.java. Needs Java 17 or newer.", fr: "Enregistrez-le sous QuickStart.java. Nécessite Java 17 ou plus.", commands: "java QuickStart.java" },
  typescript: {
    en: "Save it as quick-start.mts. Needs Node.js 20 or newer.",
    fr: "Enregistrez-le sous quick-start.mts. Nécessite Node.js 20 ou plus.",
    commands: `npm install typescript @types/node
npx tsc --strict --target es2022 --module nodenext quick-start.mts
node quick-start.mjs`,
  },
};

export function quickStart() {
  const tab = (id, title, text) => ({
    id,
    title,
    content: h("div", {}, h("p", {}, RUN[id][language()]), RUN[id].commands && codeBlock(RUN[id].commands, "sh"), codeBlock(filled(text), id)),
  });
  return tabs(t("start"), [tab("curl", "curl", CURL), tab("java", "Java", JAVA), tab("typescript", "TypeScript", TYPESCRIPT)]);
}
