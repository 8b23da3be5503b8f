// The first request of a partner's program in three languages. PortalIT runs the texts as they are printed.

import { language } from "/shared/language.js";
import { codeBlock, filled, tabs } from "./elements.js";
import { t } from "./texts.js";
import { h } from "/shared/dom.js";

const CURL = `TOKEN=$(curl -s "{tokenUrl}" -d grant_type=client_credentials -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
PARTNER_ID=$(curl -s -H "Authorization: Bearer $TOKEN" "{gateway}/v1/me" | sed 's/.*"partner":{"id":"\\([^"]*\\)".*/\\1/')
OFFERING=$(curl -s -H "Authorization: Bearer $TOKEN" "{gateway}/v1/offerings?partnerId=$PARTNER_ID&state=OPEN&limit=1")
OFFERING_ID=$(printf '%s\\n' "$OFFERING" | sed 's/^{"items":\\[{"id":"\\([^"]*\\)".*/\\1/')
AGREEMENT_ID=$(printf '%s\\n' "$OFFERING" | sed 's/.*"agreement":{"id":"\\([^"]*\\)".*/\\1/')
curl -s -w '\\n' "{gateway}/v1/enrollments" -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -H "Idempotency-Key: first-$(date +%s)" -d '{"agreementId":"'$AGREEMENT_ID'","offeringId":"'$OFFERING_ID'","student":{"familyName":"Étudiant '$(date +%s)'","givenNames":"Camille","birthDate":"2005-03-14","birthPlace":"Quimperlé"}}'
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

const RUN = {
  en: { curl: "Needs curl and sed.", java: "Save it as QuickStart.java and run java QuickStart.java (Java 17 or newer).", typescript: "Save it as quick-start.mts, compile it with tsc and run it with node (20 or newer)." },
  fr: { curl: "Nécessite curl et sed.", java: "Enregistrez-le sous QuickStart.java et lancez java QuickStart.java (Java 17 ou plus).", typescript: "Enregistrez-le sous quick-start.mts, compilez-le avec tsc et lancez-le avec node (20 ou plus)." },
};

export function quickStart() {
  const tab = (id, title, text) => ({
    id,
    title,
    content: h("div", {}, h("p", {}, RUN[language()][id]), codeBlock(filled(text), id)),
  });
  return tabs(t("start"), [tab("curl", "curl", CURL), tab("java", "Java", JAVA), tab("typescript", "TypeScript", TYPESCRIPT)]);
}
