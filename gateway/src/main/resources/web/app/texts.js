// Texts of the pages: French, English. {0} and {1} are places for values.

import { language, translator } from "../shared/language.js";
import { CODES } from "./codes.js";
import { COLUMNS } from "./columns.js";
import { TEXTS_OF_OFFICES } from "./texts-of-offices.js";
import { TEXTS_OF_REGISTRY } from "./texts-of-registry.js";

export { CODES } from "./codes.js";

const PAGES = {
  title: ["Espace de travail des partenariats", "Partnership workspace"],
  skip: ["Aller au contenu", "Skip to the content"],
  menu: ["Pages", "Pages"],
  signIn: ["Se connecter", "Sign in"],
  signOut: ["Se déconnecter", "Sign out"],
  signInText: ["Connectez-vous pour voir votre travail.", "Sign in to see your work."],
  cancel: ["Annuler", "Cancel"],
  any: ["Tous", "All"],
  choose: ["À choisir", "To choose"],
  hidden: ["non visible", "not visible"],
  required: ["obligatoire", "required"],
  fault: [
    "La page ne peut pas montrer ces données. Rechargez-la ; si cela continue, signalez-le au Cned.",
    "The page cannot show these data. Reload it; if this continues, tell the Cned.",
  ],
  aboutProblem: ["Que faire ?", "What to do"],

  "home.heading": ["Bonjour {0}", "Hello {0}"],
  "home.unknown": ["Cette page n’existe pas, ou votre rôle ne l’ouvre pas.", "This page does not exist, or your role does not open it."],
  "home.firstWeek": ["Votre première semaine, pas à pas", "Your first week, step by step"],
  "home.nothing": ["Votre rôle n’a pas de page ici.", "Your role has no page here."],
  "group.work": ["À faire", "Work to do"],
  "group.people": ["Étudiants", "Students"],
  "group.agreements": ["Conventions et réseaux", "Agreements and networks"],
  "group.figures": ["Chiffres", "Figures"],
  "group.team": ["Votre équipe", "Your team"],

  "list.filters": ["Filtres", "Filters"],
  "list.filter": ["Filtrer", "Filter"],
  "list.clear": ["Réinitialiser les filtres", "Clear the filters"],
  "list.sort": ["Trier par : {0}", "Sort by: {0}"],
  "list.actions": ["Actions", "Actions"],
  "list.previous": ["Page précédente", "Previous page"],
  "list.next": ["Page suivante", "Next page"],
  "list.more": [
    "{0, plural, one {# ligne} other {# lignes}} sur cette page. Il y en a d’autres.",
    "{0, plural, one {# row} other {# rows}} on this page. There are more.",
  ],
  "list.last": [
    "{0, plural, one {# ligne} other {# lignes}} sur cette page. C’est la dernière page.",
    "{0, plural, one {# row} other {# rows}} on this page. It is the last page.",
  ],
  "list.total": ["{0, plural, one {# ligne} other {# lignes}} en tout.", "{0, plural, one {# row} other {# rows}} in total."],
  "list.truncated": [
    "{0, plural, one {# ligne} other {# lignes}}. La lecture s’est arrêtée avant la fin ; précisez le filtre.",
    "{0, plural, one {# row} other {# rows}}. Reading stopped before the end; narrow the filter.",
  ],
  "list.export": ["Exporter en CSV", "Export as CSV"],
  "list.exported": ["{0, plural, one {# ligne lue} other {# lignes lues}}", "{0, plural, one {# row read} other {# rows read}}"],
  "list.exportDone": [
    "Le fichier est prêt : {0, plural, one {# ligne} other {# lignes}}.",
    "The file is ready: {0, plural, one {# row} other {# rows}}.",
  ],
  "list.exportTruncated": [
    "Le fichier contient {0, plural, one {la première ligne} other {les # premières lignes}}. Précisez le filtre pour exporter le reste.",
    "The file has the first {0, plural, one {row} other {# rows}}. Narrow the filter to export the rest.",
  ],
  "list.exportCancelled": ["L’export est annulé.", "The export is cancelled."],
  "chart.table": ["Les chiffres", "The numbers"],
  "chart.picture": ["Télécharger l’image", "Download the picture"],
  "chart.empty": ["Rien ne correspond aux filtres.", "Nothing matches the filters."],

  "notices.title": ["Courriels que je reçois", "Mails that I get"],
  "notices.kinds": ["Sujets", "Subjects"],
  "notices.frequency": ["Fréquence", "Frequency"],
  "notices.language": ["Langue des courriels", "Language of the mails"],
  "notices.save": ["Enregistrer", "Save"],
  "notices.saved": ["Vos choix sont enregistrés.", "Your choices are saved."],

  "people.title": ["Personnes", "People"],
  "people.intro": [
    "Les personnes qui se connectent pour votre établissement ou votre service, avec leurs droits.",
    "The people who sign in for your institution or office, with their rights.",
  ],
  "people.empty": ["Aucune personne ne correspond.", "No person matches."],
  "people.unseen": ["depuis 90 jours", "for 90 days"],
  "people.everybody": ["toutes les personnes", "all people"],
  "people.never": ["jamais", "never"],
  "people.allSites": ["tous les sites", "all sites"],
  "people.sitesHint": ["Aucun site choisi : tous les sites du partenaire.", "No site chosen: all sites of the partner."],
  "people.ofPartner": ["Personnes de ce partenaire", "People of this partner"],
  "people.create": ["Inviter une personne", "Invite a person"],
  "people.invited": ["L’invitation est envoyée : {0}.", "The invitation is sent: {0}."],
  "people.notMailed": [
    "Le compte est créé, mais le courriel n’est pas parti : {0}. Renvoyez l’invitation plus tard.",
    "The account is created, but the mail was not sent: {0}. Send the invitation again later.",
  ],
  "people.invitation": ["Renvoyer l’invitation", "Send the invitation again"],
  "people.change": ["Changer les droits", "Change the rights"],
  "people.change.done": ["{0} : les droits sont changés, au plus tard dans 5 minutes.", "{0}: the rights are changed, within 5 minutes."],
  "people.suspension": ["Suspendre", "Suspend"],
  "people.suspension.done": ["La personne est suspendue. Elle ne peut plus se connecter.", "The person is suspended. It cannot sign in any more."],
  "people.resumption": ["Réactiver", "Resume"],
  "people.resumption.done": ["La personne peut de nouveau se connecter.", "The person can sign in again."],
  "people.removal": ["Retirer", "Remove"],
  "people.removal.text": ["{0} : le compte est supprimé définitivement.", "{0}: the account is deleted for good."],
  "people.removal.done": ["La personne est retirée.", "The person is removed."],

  "sent.title": ["Ce que nous avons envoyé", "What we sent"],
  "sent.intro": ["Inscriptions envoyées par jour, et ce qu’elles sont devenues.", "Registrations sent by day, and what became of them."],
  "sent.empty": ["Rien n’a été envoyé pendant cette période.", "Nothing was sent in this period."],
  "sent.never": ["jamais en 180 jours", "never in 180 days"],
  "sent.lastSentOn": ["Dernier envoi", "Last sent"],
  "sent.inLastWeek": ["Envois des 7 derniers jours", "Sent in the last 7 days"],
  "sent.inUsualWeek": ["Semaine habituelle", "Usual week"],
  "sent.percentRefused": ["Refusés ces 7 jours", "Refused in these 7 days"],

  "to-correct.title": ["À corriger", "To correct"],
  "to-correct.intro": [
    "Envois refusés des 30 derniers jours, avec leur motif, et s’ils ont été inscrits depuis.",
    "Refused attempts of the last 30 days with their reason, and whether they were enrolled since.",
  ],
  "to-correct.empty": ["Rien à corriger.", "Nothing to correct."],
  "to-correct.openFile": ["Ouvrir le fichier", "Open the file"],
  "to-correct.enrolled": ["inscrit le {0}", "enrolled on {0}"],
  "to-correct.open": ["À corriger", "To correct"],

  "students.title": ["Étudiants", "Students"],
  "students.intro": ["Les étudiants enregistrés, avec leurs inscriptions.", "The registered students with their enrollments."],
  "students.empty": ["Aucun étudiant ne correspond.", "No student matches."],
  "students.search": ["Chercher par nom", "Search by name"],
  "students.everybody": ["Tous les étudiants", "All students"],
  "students.searchHint": [
    "Le nom cherché n’entre pas dans l’adresse de la page.",
    "The name that you search is not part of the page’s address.",
  ],
  "students.enrollments": ["Inscriptions", "Enrollments"],

  "student.title": ["Étudiant", "Student"],
  "student.export": ["Exporter ses données", "Export the student’s data"],
  "student.exported": ["Le fichier contient tout ce qui est enregistré sur la personne.", "The file has all that is stored about the person."],
  "student.erase": ["Supprimer les données", "Erase"],
  "student.eraseText": [
    "Les données personnelles de {0} sont supprimées définitivement. Une inscription en cours l’empêche.",
    "The personal data of {0} are erased for good. A live enrollment prevents it.",
  ],
  "student.erased": ["Les données personnelles sont supprimées.", "The personal data are erased."],
  "student.receipt": ["Reçu de la suppression", "Receipt of the erasure"],

  "due-erasures.title": ["Données à supprimer", "Erasures due"],
  "due-erasures.intro": [
    "Étudiants dont la durée de conservation est passée depuis la fin de leur dernière inscription. Ouvrez un étudiant pour supprimer ses données.",
    "Students whose retention period has passed since their last enrollment ended. Open a student to erase it.",
  ],
  "due-erasures.empty": ["Aucune donnée à supprimer.", "No erasure is due."],

  "attendance.title": ["Présence sous le seuil", "Attendance below the threshold"],
  "attendance.intro": [
    "Semaines avec moins d’heures que la convention ou le réseau ne le demande.",
    "Weeks with fewer hours than the agreement or the network asks for.",
  ],
  "attendance.empty": ["Aucune alerte.", "No alert."],
  "attendance.weekHint": ["par exemple 2026-W48", "such as 2026-W48"],

  "upload.title": ["Envoyer un fichier", "Send a file"],
  "upload.intro": [
    "Un fichier CSV d’inscriptions ou d’heures. « Vérifier » prédit le résultat de chaque ligne et n’inscrit rien.",
    "A CSV file of enrollments or hours. “Check” predicts the outcome of each row and registers nothing.",
  ],
  "upload.fileHint": ["CSV, au plus 10 Mio et 50 000 lignes", "CSV, at most 10 MiB and 50 000 rows"],
  "upload.noFile": ["Choisissez un fichier.", "Choose a file."],
  "upload.files": ["Fichiers de la semaine", "Files of the week"],
  "upload.isDryRun": ["essai à blanc", "dry run"],
  "upload.isReal": ["envoi réel", "real run"],
  "files.title": ["Fichiers de la semaine", "Files of the week"],
  "files.empty": ["Aucun fichier.", "No file."],
  "upload.templates": ["Modèles de fichiers", "Templates"],
  "import.title": ["Fichier", "File"],
  "import.heading": ["Fichier du {0}", "File of {0}"],
  "import.agreementHint": ["pour les lignes sans convention", "for rows without an agreement"],
  "import.overwriteHint": [
    "pour les inscriptions : les lignes remplacent aussi ce qui a été corrigé après le dernier fichier",
    "for registrations: rows also replace what was corrected after the last file",
  ],
  "import.check": ["Vérifier", "Check"],
  "import.send": ["Envoyer", "Send"],
  "import.sendNow": ["Envoyer ce fichier maintenant", "Send this file now"],
  "import.isDryRun": ["Essai à blanc : rien n’est inscrit.", "Dry run: nothing is registered."],
  "import.isReal": ["Envoi réel.", "Real run."],
  "import.progress": ["Avancement", "Progress"],
  "import.state": ["{0}, {1} %", "{0}, {1} %"],
  "import.cancel": ["Arrêter", "Stop"],
  "import.cancelled": ["Arrêt demandé. Les lignes déjà traitées restent.", "The file is stopped. Rows that are processed stay."],
  "import.counts": ["Lignes par résultat", "Rows by outcome"],
  "import.rows": ["Lignes du fichier", "Rows of the file"],
  "import.accepted": ["Acceptées", "Accepted"],
  "import.acceptedInDryRun": ["Seraient acceptées", "Would be accepted"],
  "import.updated": ["Modifient un étudiant", "Update a student"],
  "import.updatedInDryRun": ["Modifieraient un étudiant", "Would update a student"],
  "import.repeated": ["Sans changement", "Unchanged"],
  "import.refused": ["Refusées", "Refused"],
  "import.malformed": ["Illisibles", "Malformed"],
  "import.pending": ["En attente", "Waiting"],
  "import.skipped": ["Non traitées", "Not processed"],
  "import.correct": ["Corriger dans la page", "Correct in the page"],
  "import.download": ["Télécharger les rejets", "Download the rejects"],
  "import.chooseAgain": ["Pour l’envoyer, choisissez à nouveau le fichier :", "To send it, choose the file again:"],
  "import.reasons": ["Motifs", "Reasons"],
  "import.endWithRejects": [
    "Le fichier est traité. {0, plural, one {# ligne} other {# lignes}} à corriger.",
    "The file is processed. {0, plural, one {# row} other {# rows}} to correct.",
  ],
  "import.endWithout": ["Le fichier est traité. Aucune ligne à corriger.", "The file is processed. No row to correct."],
  "rejects.heading": ["Corriger les lignes", "Correct the rows"],
  "rejects.title": ["Lignes rejetées", "Rejected rows"],
  "rejects.hint": [
    "Corrigez les cellules marquées, puis envoyez. Les autres lignes du fichier ne sont pas renvoyées.",
    "Correct the marked cells, then send. The other rows of the file are not sent again.",
  ],
  "rejects.dryRunHint": [
    "C’était un essai à blanc : envoyez aussi le fichier lui-même.",
    "It was a dry run: send the file itself, too.",
  ],
  "rejects.cell": ["{0}, ligne {1}", "{0}, row {1}"],
  "rejects.check": ["Vérifier les corrections", "Check the corrections"],
  "rejects.send": ["Envoyer les corrections", "Send the corrections"],
  "rejects.tooMany": [
    "{0, plural, one {# ligne rejetée} other {# lignes rejetées}}. La page en corrige au plus {1}. Téléchargez les rejets et corrigez-les dans un tableur.",
    "{0, plural, one {# rejected row} other {# rejected rows}}. The page corrects at most {1}. Download the rejects and correct them in a spreadsheet.",
  ],

  "enrollments.title": ["Inscriptions", "Enrollments"],
  "enrollments.intro": ["Toutes les inscriptions, de la plus ancienne à la plus récente.", "All enrollments, the oldest first."],
  "enrollments.empty": ["Aucune inscription ne correspond.", "No enrollment matches."],
  "enrollment.title": ["Inscription", "Enrollment"],
  "enrollment.heading": ["Inscription de {0}", "Enrollment of {0}"],
  "enrollment.fundings": ["Financement", "Funding"],
  "enrollment.history": ["Historique", "History"],
  "enrollment.cancellation": ["Annuler l’inscription", "Cancel the enrollment"],
  "enrollment.cancellation.done": ["L’inscription est annulée. Sa place est libre.", "The enrollment is cancelled. Its place is free."],
  "enrollment.completion": ["Terminer avec le résultat", "Complete with the result"],
  "enrollment.completion.done": ["L’inscription est terminée.", "The enrollment is completed."],
  "enrollment.result-correction": ["Corriger le résultat", "Correct the result"],
  "enrollment.result-correction.done": ["Le résultat est corrigé.", "The result is corrected."],
  "enrollment.annulment": ["Signaler une saisie par erreur", "Annul: entered by mistake"],
  "enrollment.annulment.done": ["L’inscription saisie par erreur ne compte plus.", "The enrollment that was entered by mistake no longer counts."],
  "enrollment.withdrawal": ["Enregistrer un abandon", "Record a withdrawal"],
  "enrollment.withdrawal.done": ["L’abandon est enregistré, sans remboursement.", "The withdrawal is recorded, without a refund."],
  "enrollment.withdrawal.refunded": ["L’abandon est enregistré. Remboursement : {0}.", "The withdrawal is recorded. Refund: {0}."],
  "enrollment.refundTerm": ["remboursement prévu par la convention : {0}", "refund under the agreement: {0}"],
  "enrollment.noRefundTerm": ["la convention ne prévoit pas de remboursement", "the agreement has no refund"],
  "enrollment.site-change": ["Changer de site", "Change the site"],
  "enrollment.site-change.done": ["Le changement de site est enregistré.", "The change of site is recorded."],
  "enrollment.newSite": ["Nouveau site", "New site"],
  "enrollment.noSite": ["aucun site", "no site"],
  "enrollment.firstDay": ["Premier jour sur ce site", "First day at this site"],
  "enrollment.movedOn": ["{0} → {1} le {2}", "{0} → {1} on {2}"],
  "enrollment.transfer": ["Transférer vers une autre session", "Transfer to another offering"],
  "enrollment.transfer.done": ["L’inscription est transférée.", "The enrollment is transferred."],
  "enrollment.transfer.open": ["Ouvrir la nouvelle inscription", "Open the new enrollment"],
  "enrollment.newOffering": ["Nouvelle session", "New offering"],
  "enrollment.offeringFrom": ["{0} {1}, à partir du {2}", "{0} {1}, from {2} on"],
  "enrollment.sameAgreement": ["la même convention", "the same agreement"],
  "enrollment.studentPays": ["L’étudiant paie tout le nouveau prix", "The student pays the whole new price"],
  "enrollment.studentPaysHint": [
    "Sinon, le financement reste le même ; il doit correspondre au nouveau prix.",
    "Otherwise the funding stays the same; it must add up to the new price.",
  ],
  "enrollment.newReference": ["Référence de la nouvelle inscription", "Reference of the new enrollment"],
  "enrollment.withoutMention": ["Sans mention", "Without a mention"],
  "enrollment.examSessionHint": ["Année et mois, comme 2027-06", "Year and month, such as 2027-06"],
  "enrollment.academyHint": ["Nom de l’académie, comme Rennes", "Name of the académie, such as Rennes"],

  "papers.CERTIFICATE": ["Certificat d’inscription", "Certificate of enrollment"],
  "papers.ATTENDANCE": ["Attestation d’assiduité", "Attestation of attendance"],
  "papers.ofSite": ["pour chaque étudiant du site {0} (500 au plus)", "for each student of the site {0} (at most 500)"],
  "papers.fromWeek": ["De la semaine", "From the week"],
  "papers.toWeek": ["À la semaine", "To the week"],
  "papers.downloaded": ["Le document est téléchargé.", "The document is downloaded."],
  "papers.open": ["Les documents sont en préparation : ouvrir la page de suivi", "The documents are being written: open their page"],
  "papers.download": ["Télécharger les documents", "Download the documents"],
  "papers.end": [
    "{0, plural, one {# document est prêt} other {# documents sont prêts}}, pendant 7 jours.",
    "{0, plural, one {# document is ready} other {# documents are ready}}, for 7 days.",
  ],

  "waiting-lists.title": ["Listes d’attente", "Waiting lists"],
  "waiting-lists.intro": ["Étudiants qui attendent une place, et leur rang par session.", "Students who wait for a place, with their rank by offering."],
  "waiting-lists.empty": ["Personne n’attend.", "Nobody waits."],
  "waiting-lists.byTraining": ["En attente par formation", "Waiting by training"],
  "waiting-lists.people": ["Personnes", "People"],
  "waiting-lists.onlyOffering": ["Cette session", "This offering"],

  "waiting-funding.title": ["En attente de financement", "Waiting for funding"],
  "waiting-funding.intro": [
    "Inscriptions qui attendent la décision d’un financeur, la plus ancienne d’abord.",
    "Enrollments that wait for a funder’s decision, the oldest first.",
  ],
  "waiting-funding.empty": ["Aucune inscription n’attend.", "No enrollment waits."],
  "funding.approval": ["Accorder", "Approve"],
  "funding.refusal": ["Refuser", "Refuse"],
  "funding.approval.done": ["L’accord est enregistré.", "The approval is recorded."],
  "funding.refusal.done": ["Le refus est enregistré ; l’inscription est rejetée.", "The refusal is recorded; the enrollment is rejected."],

  "funding.partial-approval": ["Accorder en partie", "Approve a part"],
  "funding.partial-approval.done": ["L’accord partiel est enregistré.", "The partial approval is recorded."],
  "funding.opco-dossier": ["Enregistrer le dossier", "Record the dossier"],
  "funding.opco-dossier.done": ["Le dossier est enregistré. La plateforme suit son état.", "The dossier is recorded. The platform follows its state."],
  "funding.dossierHint": ["Le numéro donné par l’Opco", "The number that the OPCO gave"],
  "funding.committed": ["engagé {0}", "committed {0}"],
  "funding.paid": ["payé {0}", "paid {0}"],
  "funding.payer-change": ["Changer le payeur", "Change the payer"],
  "funding.payer-change.done": ["Le changement de payeur est enregistré. La place est gardée.", "The change of payer is recorded. The seat is kept."],
  "funding.approved": ["Montant accordé (€)", "Approved amount (€)"],
  "funding.rest": ["Qui paie le reste", "Who pays the rest"],
  "funding.payer": ["Nouveau payeur", "New payer"],
  "funding.funder": ["Nom de l’organisme", "Name of the organisation"],
  "funding.part": ["Montant repris (€)", "Amount taken over (€)"],
  "funding.partHint": ["Vide : tout, soit {0}", "Empty: all of it, {0}"],

  "ruptures.title": ["Ruptures", "Broken contracts"],
  "ruptures.intro": ["Apprentis dont le contrat est rompu.", "Apprentices whose contract ended early."],
  "ruptures.empty": ["Aucune rupture depuis ce jour.", "No contract ended early since this day."],
  "dashboard.title": ["Tableau de bord de l’apprentissage", "Apprenticeship dashboard"],
  "dashboard.intro": ["Envoi des apprentis au tableau de bord national.", "Apprentices as sent to the national dashboard."],
  "dashboard.empty": ["Aucun centre de formation n’est relié.", "No training centre is connected."],
  "dashboard.create": ["Enregistrer une clé", "Set a key"],
  "dashboard.run": ["Envoyer maintenant", "Send now"],
  "dashboard.done": ["L’envoi commence dans une minute environ.", "The run begins in about a minute."],
  "dashboard-records.title": ["À corriger pour le tableau de bord", "To correct for the dashboard"],
  "dashboard-records.empty": ["Le tableau de bord accepte tout.", "The dashboard accepts everything."],
  "duplicates.title": ["Doublons possibles", "Possible duplicates"],
  "duplicates.intro": ["Étudiants peut-être enregistrés plusieurs fois.", "Students that may be registered more than once."],
  "duplicates.empty": ["Aucun doublon possible.", "No possible duplicate."],
  "duplicate.title": ["Doublon possible", "Possible duplicate"],
  "duplicate.heading": ["Doublons possibles de {0}", "Possible duplicates of {0}"],
  "duplicate.none": ["Aucun autre enregistrement ne semble être cette personne.", "No other registration seems to be this person."],
  "duplicate.isAlias": ["Cet enregistrement est fusionné avec un autre :", "This registration is merged into another one:"],
  "duplicate.survivor": ["l’enregistrement conservé", "the registration that was kept"],
  "duplicate.comparison": ["Comparaison avec {0}", "Comparison with {0}"],
  "duplicate.evidence": ["Indices :", "Evidence:"],
  "duplicate.first": ["Premier enregistrement", "First registration"],
  "duplicate.second": ["Deuxième enregistrement", "Second registration"],
  "duplicate.verdict": ["Comparaison", "Comparison"],
  "duplicate.same": ["identique", "same"],
  "duplicate.different": ["différent", "different"],
  "duplicate.missing": ["manque", "missing"],
  "duplicate.enrollments": ["Inscriptions", "Enrollments"],
  "duplicate.noEnrollment": ["aucune", "none"],
  "duplicate.moreThan": ["plus de {0}", "more than {0}"],
  "duplicate.keepFirst": ["Fusionner dans le premier", "Merge into the first"],
  "duplicate.keepSecond": ["Fusionner dans le deuxième", "Merge into the second"],
  "duplicate.merge": ["Fusionner", "Merge"],
  "duplicate.mergeText": [
    "L’enregistrement de {0} est réuni à celui de {1}. Ses inscriptions changent d’étudiant. La fusion peut être défaite.",
    "{0} becomes an alias of {1}. Its enrollments move. The merge can be undone.",
  ],
  "duplicate.reasonHint": ["sans donnée personnelle", "without personal data"],
  "duplicate.merged": [
    "La fusion est faite : {0, plural, one {# inscription déplacée} other {# inscriptions déplacées}}.",
    "The students are merged: {0, plural, one {# enrollment} other {# enrollments}} moved.",
  ],
  "duplicate.merges": ["Fusions", "Merges"],
  "duplicate.moved": ["Inscriptions déplacées", "Moved enrollments"],
  "duplicate.inEffect": ["en vigueur", "in effect"],
  "duplicate.undoneOn": ["défaite le {0}", "undone on {0}"],
  "duplicate.undo": ["Défaire la fusion", "Undo the merge"],
  "duplicate.undone": [
    "La fusion est défaite : {0, plural, one {# inscription revenue} other {# inscriptions revenues}}.",
    "The merge is undone: {0, plural, one {# enrollment} other {# enrollments}} moved back.",
  ],
  "duplicate.twoPersons": ["Pas un doublon", "Not a duplicate"],
  "duplicate.twoPersonsText": [
    "{0} et {1} sont deux personnes. Elles ne sont plus signalées comme doublons. L’indication peut être retirée.",
    "{0} and {1} are two persons. They are no longer reported as duplicates. This can be taken back.",
  ],
  "duplicate.distinguished": ["Les deux étudiants sont deux personnes.", "The two students are two persons."],
  "duplicate.distinctions": ["Autres personnes", "Other persons"],
  "duplicate.takeBack": ["Retirer l’indication", "Take back"],
  "duplicate.takeBackText": [
    "{0} et {1} peuvent à nouveau être signalées comme doublons.",
    "{0} and {1} may be reported as duplicates again.",
  ],
  "duplicate.takenBack": ["L’indication est retirée.", "It is taken back."],
};

const LANGUAGES = ["fr", "en"];
const ALL = { ...PAGES, ...TEXTS_OF_OFFICES, ...TEXTS_OF_REGISTRY, ...COLUMNS };

const translate = translator(
  Object.fromEntries(
    LANGUAGES.map((one, i) => [one, Object.fromEntries(Object.entries(ALL).map(([key, texts]) => [key, texts[i]]))]),
  ),
);

/** The text of a key, with the values in place of {0}, {1} … */
export function t(key, ...values) {
  return translate(key, values);
}

/** The names of columns. */
export function headings(...names) {
  return names.map((name) => t(`column.${name}`));
}

export function has(key) {
  return key in ALL;
}

/** The word for a value of the API; the value itself when it has none. */
export function code(group, value) {
  return CODES[group]?.[value]?.[LANGUAGES.indexOf(language())] ?? value ?? "";
}
