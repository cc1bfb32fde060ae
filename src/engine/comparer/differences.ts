/** What was added, removed and changed between two closed files, section by section. */
import type { FichierClos } from '#src/engine/cloture.ts';
import { texteCanonique } from '#src/engine/cloture.ts';
import { valeurEnJson } from '#src/engine/cel/unites.ts';
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import { datesDeChangement } from '#src/engine/parametres.ts';
import type { Differences, ParametreChange, SectionComparee } from './types.ts';

export type Entrees = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** French names of the fields of an entry, for « modifié : conditions, message ». */
const NOMS_DES_CHAMPS: Readonly<Record<string, string>> = {
  libelle: 'libellé',
  titre: 'titre',
  type: 'type',
  valeurs: 'valeurs',
  libelles: 'libellés des valeurs',
  min: 'minimum',
  max: 'maximum',
  origine: 'origine',
  requisSi: 'condition de présence',
  requisAvec: 'faits liés',
  informatif: 'caractère informatif',
  facultatif: 'caractère facultatif',
  formule: 'formule',
  siPossible: 'condition de calcul',
  sources: 'sources',
  certitude: 'certitude',
  question: 'question',
  champ: 'champ',
  message: 'message',
  gravite: 'gravité',
  etat: 'état',
  decideur: 'décideur',
  choix: 'choix',
  conditions: 'conditions',
  issue: 'issue',
  champs: 'champs',
  texte: 'texte',
  a: 'destinataire',
  reponse: 'réponse',
  quoi: 'ce qui ne va pas',
  corriger: 'comment corriger',
  lieu: 'lieu',
  dateDuTexte: 'date du texte',
  verifieLe: 'date de vérification',
  points: 'points',
  date: 'date',
  etantDonne: 'cas',
  attendu: 'résultat attendu',
  controle: 'contrôle',
  fait: 'fait',
  ordre: 'ordre',
  infobulle: 'infobulle',
  requis: 'caractère obligatoire',
  perennites: 'pérennités',
  montrerSi: 'condition d’affichage',
  initial: 'valeur de départ',
  unite: 'unité',
  decimales: 'décimales',
  ventile: 'ventilation',
  apres: 'date à suivre',
  apresOuEgal: 'même jour accepté',
  liste: 'liste',
  options: 'choix proposés',
  ligne: 'nom d’une ligne',
  ajouter: 'bouton d’ajout',
  maximum: 'nombre de lignes',
  unique: 'valeur unique',
  volet: 'volet',
  aide: 'aide',
  presentation: 'présentation',
  total: 'total',
  jeu: 'fichier de règles',
  moments: 'moments',
  pourChaque: 'lignes jugées',
  intitule: 'intitulé',
  suit: 'étape suivie',
  si: 'condition',
  variables: 'variables',
  faits: 'faits',
  manquants: 'phrases des faits manquants',
  reglements: 'règlements',
  ventilation: 'ventilation',
  montant: 'montant',
  mention: 'mention',
  details: 'détails',
  moisOuverture: 'mois d’ouverture',
  exercices: 'exercices précédents',
  retient: 'ce qui en est retenu',
  siAbsent: 'suite d’une absence',
  valeur: 'valeur',
  fonction: 'fonction',
  lignes: 'lignes',
  garder: 'périodes gardées',
  avant: 'étape précédée',
  reprend: 'valeurs reprises',
  exigePar: 'règle qui l’exige',
  place: 'place',
  appuis: 'appui des valeurs',
  valeursPossibles: 'valeurs possibles',
};

export function comparerSections(
  avant: FichierClos,
  apres: FichierClos,
): Record<SectionComparee, Differences> {
  const section = (lire: (fichier: FichierClos) => Entrees): Differences =>
    comparerEntrees(lire(avant), lire(apres));
  return {
    faits: section(({ faits }) => dictionnaire(faits)),
    contraintes: section(({ contraintes }) => liste(contraintes ?? [])),
    faitsDerives: section(({ faitsDerives }) => dictionnaire(faitsDerives)),
    issues: section(({ decision }) => dictionnaire(decision.issues)),
    regles: section(({ regles }) => liste(regles)),
    questions: section(({ questions }) => dictionnaire(questions)),
    messages: section(({ messages }) => dictionnaire(messages.fr)),
    sources: section(({ sources }) => liste(sources)),
    scenarios: section(({ scenarios }) => liste(scenarios)),
    invariants: section(({ invariants }) => liste(invariants)),
  };
}

/** Envelope fields that differ; the version number is expected to. */
export function comparerEnveloppes(avant: FichierClos, apres: FichierClos): string[] {
  const differents: string[] = [];
  if (avant.titre !== apres.titre) differents.push('titre');
  if (avant.resume !== apres.resume) differents.push('résumé');
  if (!memes(avant.applicable, apres.applicable)) differents.push('applicable');
  if (avant.decision.strategie !== apres.decision.strategie) differents.push('stratégie de décision');
  if (avant.decision.siAucuneRegle !== apres.decision.siAucuneRegle)
    differents.push('issue en l’absence de règle');
  return differents;
}

export function dictionnaire(entrees: Readonly<Record<string, object>>): Entrees {
  return new Map(Object.entries(entrees).map(([id, entree]) => [id, { ...entree }]));
}
export function liste(entrees: readonly { readonly id: string }[]): Entrees {
  return new Map(entrees.map((entree) => [entree.id, { ...entree }]));
}

export function comparerEntrees(avant: Entrees, apres: Entrees): Differences {
  const modifies = [...apres].flatMap(([id, entree]) => {
    const ancienne = avant.get(id);
    if (!ancienne) return [];
    const champs = [...new Set([...Object.keys(ancienne), ...Object.keys(entree)])].filter(
      (champ) => !memes(ancienne[champ], entree[champ]),
    );
    return champs.length > 0 ? [{ id, quoi: champs.map((champ) => NOMS_DES_CHAMPS[champ] ?? champ) }] : [];
  });
  return {
    ajoutes: [...apres.keys()].filter((id) => !avant.has(id)),
    retires: [...avant.keys()].filter((id) => !apres.has(id)),
    modifies,
  };
}

/** Same JSON, whatever the order of the keys. */
export function memes(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (
    typeof a !== 'object' ||
    typeof b !== 'object' ||
    a === null ||
    b === null ||
    Array.isArray(a) !== Array.isArray(b)
  )
    return false;
  const [gauche, droite] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    gauche.size === droite.size &&
    [...gauche].every(([cle, valeur]) => droite.has(cle) && memes(valeur, droite.get(cle)))
  );
}

/** Same closed file but for its version number. */
export function memeContenu(avant: FichierClos, apres: FichierClos): boolean {
  return texteCanonique({ ...avant, version: '' }) === texteCanonique({ ...apres, version: '' });
}

/** Each interval on which a parameter does not have the same value in both versions. */
export function comparerParametres(avant: JeuCompile, apres: JeuCompile): ParametreChange[] {
  const noms = new Set([...avant.chronologies, ...apres.chronologies].map(({ nom }) => nom));
  return [...noms].flatMap((nom) => {
    const [ancienne, nouvelle] = [avant, apres].map(({ chronologies }) =>
      chronologies.find((chronologie) => chronologie.nom === nom),
    );
    const valeurAu = (chronologie: typeof ancienne, date: string): string | boolean | null => {
      const enVigueur = chronologie?.valeurs.findLast(({ origine }) => origine.du <= date);
      return enVigueur ? valeurEnJson(enVigueur.valeur) : null;
    };
    const dates = datesDeChangement([ancienne, nouvelle].filter((chronologie) => chronologie !== undefined));
    const changements: ParametreChange[] = [];
    dates.forEach((du, rang) => {
      const [de, vers] = [valeurAu(ancienne, du), valeurAu(nouvelle, du)];
      const dernier = changements.at(-1);
      if (de === vers) return;
      const au = dates[rang + 1] ?? null;
      if (dernier?.au === du && dernier.de === de && dernier.vers === vers)
        changements[changements.length - 1] = { ...dernier, au };
      else
        changements.push({ nom, libelle: nouvelle?.libelle ?? ancienne?.libelle ?? nom, de, vers, du, au });
    });
    return changements;
  });
}
