import type { Option, Ton } from '#admin/definition/types/champ.ts';
import { titresDesFichiers } from '#admin/definition/titres.ts';
import { LIBELLES_PORTEE } from '#src/domain/contractualisation/bulletin/bulletin-adhesion.ts';
import { LIBELLES_ETAT_CONVENTION } from '#src/domain/contractualisation/convention/etat.ts';
import { LIBELLES_PERENNITE } from '#src/domain/declaration/libelles.ts';
import { LIBELLES_INSTANCE } from '#src/domain/equipement/libelles.ts';
import type { DuJour } from '#admin/definition/definition.ts';
import { LIBELLES_PROFIL, rolesAu } from '#src/kernel/roles.ts';

/** Labels that the domain says too come from it; a screen adds their tones. */
function avecTons<const Code extends string>(
  libelles: Readonly<Record<Code, string>>,
  tons: Readonly<Record<string, Ton>> = {},
): readonly Option[] {
  return Object.keys(libelles).map((code) => {
    const valeur = code as Code;
    return tons[valeur] === undefined
      ? { valeur, libelle: libelles[valeur] }
      : { valeur, libelle: libelles[valeur], ton: tons[valeur] };
  });
}

/** Labels of the enumerations that only the screens of the back-office show. */
function options<const T extends Readonly<Record<string, string | readonly [string, Ton]>>>(
  libelles: T,
): readonly Option[] {
  return Object.entries(libelles).map(([valeur, libelle]) =>
    typeof libelle === 'string' ? { valeur, libelle } : { valeur, libelle: libelle[0], ton: libelle[1] },
  );
}

export const FORMES_JURIDIQUES = options({
  commune: 'Commune',
  epci: 'Intercommunalité',
  association: 'Association',
  autre: 'Autre',
});
export const ETATS_FORMULAIRE = options({
  brouillon: ['En cours de saisie', 'neutre'],
  eligible: ['Éligible', 'succes'],
  'non-eligible': ['Non éligible', 'erreur'],
});
export const ETATS_CONVENTION = avecTons(LIBELLES_ETAT_CONVENTION, {
  brouillon: 'neutre',
  'en-attente-de-signature': 'attention',
  active: 'succes',
  echue: 'erreur',
  resiliee: 'erreur',
});
export const ETATS_CONTRAT = options({
  brouillon: ['Brouillon', 'neutre'],
  actif: ['Actif', 'succes'],
  termine: ['Terminé', 'neutre'],
});
export const PORTEES = avecTons(LIBELLES_PORTEE);
export const COTES = options({ caf: 'Caf', partenaire: 'Partenaire' });
export const FONCTIONS = options({
  administrateur: 'Administrateur',
  'responsable-mcp': 'Responsable Mon Compte Partenaire',
  'responsable-securite': 'Responsable sécurité',
  'referent-cnil': 'Référent Cnil',
  autre: 'Autre interlocuteur',
});
export const NATURES_DE_LIEU = options({
  unique: 'Lieu d’accueil unique',
  principal: 'Lieu d’accueil principal',
  activite: 'Lieu d’activité',
});
export const ETATS_CONVENTIONNEMENT = options({
  brouillon: ['À valider', 'attention'],
  valide: ['Validé', 'succes'],
});
export const INSTANCES = avecTons(LIBELLES_INSTANCE);
export const RATTACHEMENTS = options({
  'en-attente': ['En attente d’acceptation', 'attention'],
  accepte: ['Accepté', 'succes'],
  refuse: ['Refusé par la personne', 'erreur'],
});
export const POSTES = options({ sedentaire: 'Sédentaire', itinerant: 'Itinérant' });
/** Roles of all services. */
export const rolesEnOptions = ({ registre, aujourdhui }: DuJour): readonly Option[] =>
  rolesAu(registre, aujourdhui).liste.map(({ code, libelle }) => ({ valeur: code, libelle }));
export const PORTEES_HABILITATION = options({ activite: 'Activité', lieu: 'Lieu d’implantation' });
export const ETATS_HABILITATION = options({
  accordee: ['Accordée', 'succes'],
  'en-attente-caf': ['En attente de validation', 'attention'],
  refusee: ['Refusée', 'erreur'],
  suspendue: ['Suspendue', 'erreur'],
  retiree: ['Demande retirée', 'neutre'],
});
export const PERENNITES = avecTons(LIBELLES_PERENNITE);
export const ETATS_DECLARATION = options({
  brouillon: ['En cours de saisie', 'neutre'],
  'a-approuver': ['À approuver', 'info'],
  renvoyee: ['Renvoyée aux fournisseurs', 'attention'],
  transmise: ['Transmise', 'attention'],
  'en-traitement': ['En traitement', 'info'],
  traitee: ['Traitée', 'succes'],
  retournee: ['Retournée au partenaire', 'erreur'],
});
export const ATTENTES_DE_DECISION = options({
  'de-vous': ['Vous pouvez l’enregistrer', 'attention'],
  'd-un-autre': ['Un autre agent l’enregistre', 'info'],
});
export const ETATS_DE_DECISION = options({
  decide: ['Décidé par la règle', 'neutre'],
  'decision-humaine': ['Décision humaine', 'attention'],
  'source-muette': ['Source muette', 'attention'],
  'faits-manquants': ['Informations manquantes', 'attention'],
});
export const CONTEXTES_DE_LIEN = options({
  accueil: 'Accueil',
  habilitations: 'Habilitations',
  declaration: 'Déclaration',
  bilan: 'Bilan annuel',
  evaluation: 'Évaluation de fin de contrat',
  assistance: 'Assistance',
});
export const PROFILS_AGENT = avecTons(LIBELLES_PROFIL);
export const ORIGINES = options({
  initialisation: 'Livrée avec l’application',
  publication: 'Publiée à quatre yeux',
});
export const GENRES_DE_VERSION = options({
  regles: 'Fichier de règles',
  formulaire: 'Formulaire',
  parametres: 'Paramètres',
  referentiel: 'Référentiel',
});
export const GENRES_DE_JOURNAL = options({
  creation: 'Création',
  modification: 'Modification',
  suppression: 'Suppression',
  evenement: 'Événement',
});

/** Titles of the rule files, by id. */
export const JEUX: Readonly<Record<string, string>> = titresDesFichiers();

export const libelleDe = (liste: readonly Option[], valeur: string | null | undefined): string =>
  liste.find((option) => option.valeur === valeur)?.libelle ?? valeur ?? '';
export const optionDe = (liste: readonly Option[], valeur: string): { libelle: string; ton: Ton } => {
  const option = liste.find((candidate) => candidate.valeur === valeur);
  return { libelle: option?.libelle ?? valeur, ton: option?.ton ?? 'neutre' };
};
