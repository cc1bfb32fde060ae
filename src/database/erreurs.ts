import {
  CheckConstraintViolationException,
  ConnectionException,
  DriverException,
  ForeignKeyConstraintViolationException,
  NotNullConstraintViolationException,
  OptimisticLockError,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import { BaseTropLente, EspaceDisquePlein } from '#src/kernel/pannes.ts';
import {
  ActionInterdite,
  BaseIndisponible,
  DejaPris,
  Refus,
  SaisieInvalide,
  VersionPerimee,
} from '#src/kernel/refus.ts';

/** What a named constraint means to a person: the field it is about and the sentence. */
const CONTRAINTES: Readonly<Record<string, readonly [champ: string, message: string]>> = {
  organisme_siren_unique: [
    'siren',
    'Un organisme porte déjà ce numéro Siren : recherchez-le dans la liste au lieu de le recréer.',
  ],
  organisme_siren_forme: ['siren', 'Le numéro Siren comporte exactement 9 chiffres.'],
  partenaire_organisme_unique: ['organisme', 'Cet organisme est déjà partenaire de votre Caf.'],
  convention_numero_unique: ['numero', 'Ce numéro de convention existe déjà.'],
  convention_periode: ['au', 'La date de fin doit suivre la date de début.'],
  convention_renouvelle_unique: ['renouvelle', 'Cette convention a déjà été renouvelée.'],
  bulletin_service_unique: [
    'service',
    'Un bulletin d’adhésion existe déjà pour ce service dans cette convention.',
  ],
  bulletin_periode: ['au', 'La date de fin doit suivre la date de début.'],
  equipement_nom_unique: ['nom', 'Ce partenaire a déjà un équipement de ce nom.'],
  lieu_nom_unique: ['nom', 'Cet équipement a déjà un lieu de ce nom.'],
  lieu_principal_unique: ['nature', 'Cet équipement a déjà un lieu unique ou principal.'],
  animateur_succede_a_unique: [
    'succedeA',
    'Quelqu’un d’autre succède déjà à cet animateur : un poste passe d’une personne à une seule.',
  ],
  conventionnement_maia_unique: ['numeroMaia', 'Ce numéro de dossier Maia est déjà utilisé.'],
  conventionnement_periode: ['au', 'La date de fin doit suivre la date de début.'],
  utilisateur_courriel_unique: ['courriel', 'Un utilisateur de ce partenaire a déjà cette adresse mail.'],
  utilisateur_identifiant_unique: ['identifiant', 'Cet identifiant vient d’être attribué : recommencez.'],
  habilitation_periode: ['au', 'La fin de l’habilitation ne peut pas précéder son début.'],
  habilitation_quatre_yeux: [
    'traitePar',
    'La personne qui a demandé l’habilitation ne peut pas la valider elle-même.',
  ],
  mandat_periode: ['au', 'La fin du mandat ne peut pas précéder son début.'],
  campagne_unique: ['perennite', 'Une campagne existe déjà pour ce type, cet exercice et cette pérennité.'],
  campagne_periode: ['fermeLe', 'La fermeture doit suivre l’ouverture.'],
  declaration_unique: ['perennite', 'Cette déclaration existe déjà.'],
  decision_humaine_unique: ['choix', 'Une décision a déjà été enregistrée pour ce point.'],
  decision_humaine_quatre_yeux: [
    'choix',
    'La personne qui a demandé la décision ne peut pas l’enregistrer elle-même.',
  ],
  demande_decision_unique: ['decision', 'Cette décision a déjà été demandée.'],
  agent_caf_compte_unique: ['courriel', 'Cette personne est déjà agent de cette Caf.'],
  version_regle_version_unique: [
    'version',
    'Cette version est déjà publiée : une version publiée ne change plus, donnez un nouveau numéro.',
  ],
  soumission_regle_en_attente_unique: [
    'numero',
    'Une version de ce numéro attend déjà son approbation : retirez-la, ou donnez un autre numéro à la vôtre.',
  ],
  soumission_regle_quatre_yeux: [
    'approbateur',
    'L’auteur et l’approbateur doivent être deux personnes différentes.',
  ],
  reactivation_regle_en_attente_unique: [
    'empreinte',
    'Une réactivation ou une annulation de ce fichier attend déjà sa confirmation.',
  ],
  reactivation_regle_quatre_yeux: [
    'traitePar',
    'La personne qui demande une réactivation ne peut pas la confirmer elle-même.',
  ],
  activation_quatre_yeux: ['approbateur', 'Une activation demande deux personnes différentes.'],
  activation_sans_recouvrement: [
    'du',
    'Une autre version vient d’être mise en vigueur sur ces jours : relisez la chronologie du fichier, puis recommencez.',
  ],
  reprise_question_en_cours_unique: [
    'question',
    'Les cas en attente de cette question sont déjà en train d’être repris : attendez la fin de cette reprise.',
  ],
  version_regle_quatre_yeux: [
    'approbateur',
    'L’auteur et l’approbateur doivent être deux personnes différentes.',
  ],
};

const codeDe = (erreur: unknown): string | undefined => (erreur as { code?: string }).code;

/** Of a partition, which has no name, where those of a table have one. */
const estRefusDePartition = (erreur: unknown): boolean =>
  codeDe(erreur) === '23514' && (erreur as { constraint?: string }).constraint === undefined;

/**
 * Deadlock or serialisation failure, or a month of the journal made between the choice of the part and the
 * writing of the line: the whole unit may be tried again.
 */
export const estRejouable = (erreur: unknown): boolean =>
  ['40001', '40P01'].includes(codeDe(erreur) ?? '') || estRefusDePartition(erreur);

const RESEAU =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|Connection terminated|Connection ended|not queryable|timeout expired/;
/** Of Knex, whose name the ORM hides behind its own, and of pg. */
const AUCUNE_CONNEXION =
  /KnexTimeoutError|Timeout acquiring a connection|timeout exceeded when trying to connect/;

/**
 * The connection was lost, refused or is being shut down: of what was asked on it, nothing is known any more.
 */
export function estCoupure(erreur: unknown): boolean {
  if (erreur instanceof ConnectionException) return true;
  const code = codeDe(erreur) ?? '';
  const messages = erreur instanceof Error ? `${erreur.name} ${erreur.message}` : '';
  return (
    /^(08|57P)/.test(code) ||
    RESEAU.test(`${code} ${messages}`) ||
    messages.includes('Transaction query already complete')
  );
}

/**
 * What the database cannot do today: no room, too slow, no connection. @returns undefined for another error
 */
function panneDe(erreur: unknown): BaseIndisponible | undefined {
  const code = codeDe(erreur) ?? '';
  const options = { cause: erreur };
  if (code === '53100') return new EspaceDisquePlein(options);
  // Ended by `statement_timeout`, by a lock that was not given in time, or for having stayed idle.
  if (['57014', '55P03', '25P03'].includes(code)) return new BaseTropLente(options);
  const sansConnexion = erreur instanceof Error && AUCUNE_CONNEXION.test(`${erreur.name} ${erreur.message}`);
  return estCoupure(erreur) || sansConnexion || /^5[38]/.test(code)
    ? new BaseIndisponible(options)
    : undefined;
}

/**
 * The refusal a database error means, or the error itself when it is a defect of ours.
 * Constraints are read by name: with row-level security PostgreSQL leaves the detail out.
 */
export function traduireErreur(erreur: unknown): unknown {
  if (erreur instanceof Refus) return erreur;
  if (erreur instanceof OptimisticLockError) return new VersionPerimee({}, { cause: erreur });
  return panneDe(erreur) ?? dejaPris(erreur) ?? saisieRefusee(erreur) ?? erreur;
}

/** A rule of the tables that somebody else's record, or this one, would break. */
function dejaPris(erreur: unknown): DejaPris | undefined {
  const unique = erreur instanceof UniqueConstraintViolationException;
  const recouvre = erreur instanceof DriverException && codeDe(erreur) === '23P01';
  if (unique || recouvre || erreur instanceof CheckConstraintViolationException) {
    const connue = CONTRAINTES[(erreur as { constraint?: string }).constraint ?? ''];
    if (connue) return new DejaPris(connue[1], { [connue[0]]: connue[1] }, { cause: erreur });
    return unique ? new DejaPris('Cette fiche existe déjà.', {}, { cause: erreur }) : undefined;
  }
  if (erreur instanceof ForeignKeyConstraintViolationException) {
    return new DejaPris(
      'Cette fiche est utilisée par d’autres, ou en désigne une qui n’existe plus. Rien n’a été enregistré.',
      {},
      { cause: erreur },
    );
  }
  return undefined;
}

/** What was written is not what the tables take, or is not in reach. */
function saisieRefusee(erreur: unknown): Refus | undefined {
  if (erreur instanceof NotNullConstraintViolationException)
    return new SaisieInvalide('Un champ obligatoire est vide.', {}, { cause: erreur });
  if (erreur instanceof DriverException && codeDe(erreur) === '42501') {
    return new ActionInterdite(
      'Cette action sort de votre périmètre. Rien n’a été enregistré.',
      {},
      { cause: erreur },
    );
  }
  if (erreur instanceof DriverException && codeDe(erreur) === '22P02')
    return new SaisieInvalide('Une référence est incorrecte.', {}, { cause: erreur });
  return undefined;
}
