/** French for what a study finds; plain data in, sentences out, for every door. */
import type { FichierClos } from '#src/engine/index.ts';
import type { Cause } from './causes.ts';
import { changementsEntre } from './changements.ts';
import type { EtatDeCas, Issue } from './jugement.ts';

/** Names for a reader, by technical name. */
export interface Libelles {
  readonly issues: Readonly<Record<string, string>>;
  readonly faits: Readonly<Record<string, string>>;
  readonly calculs: Readonly<Record<string, string>>;
  /** By id of change: what changed, and how. */
  readonly changements: Readonly<Record<string, string>>;
}

export function libellesDe(avant: FichierClos, apres: FichierClos): Libelles {
  const noms = (
    choisir: (fichier: FichierClos) => Readonly<Record<string, { readonly libelle: string }>>,
  ): Record<string, string> =>
    Object.fromEntries(
      [avant, apres].flatMap((fichier) =>
        Object.entries(choisir(fichier)).map(([nom, { libelle }]) => [nom, libelle]),
      ),
    );
  return {
    issues: noms(({ decision }) => decision.issues),
    faits: noms(({ faits }) => faits),
    calculs: noms(({ faitsDerives }) => faitsDerives),
    changements: Object.fromEntries(
      changementsEntre(avant, apres).map(({ id, libelle, detail }) => [id, `${libelle} : ${detail}`]),
    ),
  };
}

export const ETATS_EN_CLAIR: Readonly<Record<EtatDeCas, string>> = {
  decide: 'Décidé par la règle',
  'decision-humaine': 'Décision humaine',
  'source-muette': 'Source muette',
  'faits-manquants': 'Faits manquants',
  refus: 'Refusé',
};

const REFUS: Readonly<Record<string, string>> = {
  FaitInvalide: 'valeur hors du domaine déclaré',
  FaitInconnu: 'fait inconnu',
  ContrainteRompue: 'faits contradictoires',
  FaitsIllisibles: 'faits illisibles',
  AucuneVersionApplicable: 'paramètre sans valeur à cette date',
  DateInvalide: 'date invalide',
  DefautDeRegle: 'le fichier de règles échoue sur ce cas',
  PartitionRompue: 'aucune règle, ou plusieurs, décident ce cas',
};

/** « valeur hors du domaine déclaré (Etp déclaré) ». */
export function direRefus(motif: string, faits: Readonly<Record<string, string>>): string {
  const [genre = '', fait] = motif.split(':');
  return `${REFUS[genre] ?? genre}${fait === undefined ? '' : ` (${faits[fait] ?? fait})`}`;
}

/** An outcome in a few words. */
export function direIssue(
  { etat, issues, manquants, refus }: Issue,
  libelles: Pick<Libelles, 'issues' | 'faits'>,
): string {
  if (refus !== null) return `Refusé : ${direRefus(refus, libelles.faits)}`;
  if (etat === 'faits-manquants')
    return `Faits manquants : ${manquants.map((nom) => libelles.faits[nom] ?? nom).join(', ')}`;
  return issues.map((nom) => libelles.issues[nom] ?? nom).join(' + ');
}

/** Why a case changes, naming rules and parameters. */
export function direCause(
  { genre, changements }: Cause,
  { changements: noms }: Pick<Libelles, 'changements'>,
): string {
  const nommes = changements.map((id) => noms[id] ?? id);
  switch (genre) {
    case 'seul':
      return nommes.join('');
    case 'chacun':
      return `Chacun suffit : ${nommes.join(' — ')}`;
    case 'ensemble':
      return `Ensemble seulement : ${nommes.join(' — ')}`;
    case 'indetermine':
      return 'Cause non isolée';
  }
}
