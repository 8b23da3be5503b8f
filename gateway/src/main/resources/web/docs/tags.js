// The names of the tags of the contracts in French. The contracts have them in English.

import { language } from "/shared/language.js";

export const TAGS = {
  "API clients": "Clients d’API",
  "Adaptations": "Adaptations",
  "Agreements": "Conventions",
  "Apprentices": "Apprentis",
  "Apprenticeship contracts": "Contrats d’apprentissage",
  "Attendance": "Assiduité",
  "Audit": "Piste d’audit",
  "Caller": "Appelant",
  "Connections": "Connexions aux systèmes extérieurs",
  "Enrollments": "Inscriptions",
  "Exports": "Exports aux standards",
  "Fundings": "Financements",
  "Networks": "Réseaux",
  "Offerings": "Sessions de formation",
  "Operations": "Exploitation",
  "Opportunities": "Offres d’emploi et de stage",
  "Partners": "Partenaires",
  "People": "Personnes",
  "Sites": "Sites",
  "Statistics": "Statistiques",
  "Students": "Étudiants",
  "Training needs": "Besoins de formation",
  "Trainings": "Formations",
  "Transmissions": "Envois des partenaires",
  "Webhooks": "Webhooks",
};

export const tagName = (tag) => (language() === "fr" ? TAGS[tag] : tag);
