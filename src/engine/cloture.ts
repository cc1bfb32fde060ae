/**
 * The closed file: what a rule file means, with nothing left outside. Shared parameters are inlined with
 * their
 * sources and questions, the library functions used are listed with their versions. Its hash identifies a
 * version.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { fonctionsAppelees } from './cel/formule.ts';
import { FichierInvalide } from './erreurs.ts';
import type {
  FichierDeParametres,
  FichierDeRegles,
  Parametre,
  ParametrePartage,
  Question,
  Source,
} from './format.ts';

export type FichierClos = Omit<FichierDeRegles, '$schema' | 'parametres'> & {
  readonly parametres: Readonly<Record<string, Parametre>>;
  /** Library functions the formulas call, `arrondi/1` style, sorted. */
  readonly fonctions: readonly string[];
};

/** Finds a shared parameter file by id and version. */
export type TrouverPartage = (partage: string, version: string) => FichierDeParametres | undefined;

/** Closes a rule file. @throws FichierInvalide when a shared parameter does not exist */
export function cloturer(
  fichier: FichierDeRegles,
  trouver: TrouverPartage,
  nomDuFichier = `${fichier.id} ${fichier.version}`,
): FichierClos {
  const parametres: Record<string, Parametre> = {};
  const sources = new Map<string, Source>(fichier.sources.map((source) => [source.id, source]));
  const questions = new Map<string, Question>(Object.entries(fichier.questions));
  for (const [nom, parametre] of Object.entries(fichier.parametres)) {
    if (!estPartage(parametre)) {
      parametres[nom] = parametre;
      continue;
    }
    const partage = trouver(parametre.partage, parametre.version);
    const trouve =
      partage && Object.hasOwn(partage.parametres, parametre.nom)
        ? partage.parametres[parametre.nom]
        : undefined;
    if (!partage || !trouve) throw partageIntrouvable(nomDuFichier, nom, parametre, partage !== undefined);
    parametres[nom] = importer(parametre.partage, trouve, partage, sources, questions);
  }
  const { $schema: _editeur, ...reste } = fichier;
  return {
    ...reste,
    parametres,
    sources: [...sources.values()],
    questions: Object.fromEntries(questions),
    fonctions: fonctionsDuFichier(fichier, nomDuFichier),
  };
}

/** RFC 8785 text of a closed file: what is hashed and stored. */
export function texteCanonique(clos: FichierClos): string {
  const texte = canonicalize(clos);
  if (texte === undefined) throw new Error('a closed file is always serialisable');
  return texte;
}

/** SHA-256 of the canonical text, in hexadecimal. */
export function empreinte(clos: FichierClos): string {
  return createHash('sha256').update(texteCanonique(clos), 'utf8').digest('hex');
}

export function estPartage(parametre: Parametre | ParametrePartage): parametre is ParametrePartage {
  return 'partage' in parametre;
}

/**
 * Copies a shared parameter; its sources and questions come along under qualified names
 * (`prix-plafonds:SRC-1`).
 */
function importer(
  partage: string,
  parametre: Parametre,
  fichier: FichierDeParametres,
  sources: Map<string, Source>,
  questions: Map<string, Question>,
): Parametre {
  const qualifier = (id: string): string => `${partage}:${id}`;
  const valeurs = parametre.valeurs.map((valeur) => {
    for (const source of fichier.sources) {
      if (valeur.sources.some((citation) => citation.startsWith(`${source.id}#`)))
        sources.set(qualifier(source.id), { ...source, id: qualifier(source.id) });
    }
    const { question } = valeur;
    const texte = question === undefined ? undefined : fichier.questions[question];
    if (question !== undefined && texte) questions.set(qualifier(question), texte);
    return {
      ...valeur,
      sources: valeur.sources.map(qualifier),
      ...(question === undefined ? {} : { question: qualifier(question) }),
    };
  });
  return { ...parametre, valeurs };
}

function partageIntrouvable(
  fichier: string,
  nom: string,
  { partage, version, nom: distant }: ParametrePartage,
  fichierTrouve: boolean,
): FichierInvalide {
  const message = fichierTrouve
    ? `le fichier de paramètres partagés « ${partage} » ${version} n’a pas de paramètre « ${distant} ».`
    : `le fichier de paramètres partagés « ${partage} » ${version} n’existe pas.`;
  return new FichierInvalide(fichier, [{ controle: 'references', chemin: `/parametres/${nom}`, message }]);
}

function fonctionsDuFichier(fichier: FichierDeRegles, nomDuFichier: string): string[] {
  const fonctions = new Set<string>();
  const formules = [
    ...Object.entries(fichier.faitsDerives).map(([nom, { formule }]) => ({
      chemin: `/faitsDerives/${nom}/formule`,
      formule,
    })),
    ...(fichier.contraintes ?? []).map(({ formule }, rang) => ({
      chemin: `/contraintes/${rang}/formule`,
      formule,
    })),
  ];
  for (const { chemin, formule } of formules) {
    try {
      for (const fonction of fonctionsAppelees(formule)) fonctions.add(fonction);
    } catch (erreur) {
      throw new FichierInvalide(nomDuFichier, [
        { controle: 'types', chemin, message: erreur instanceof Error ? erreur.message : String(erreur) },
      ]);
    }
  }
  return [...fonctions].sort();
}
