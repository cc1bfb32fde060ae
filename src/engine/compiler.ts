/** Compiles a closed rule file once; decisions then only evaluate. */
import type { Formule } from './cel/formule.ts';
import { AtelierDeFormules, nomsDeLaFormule } from './cel/formule.ts';
import { typeCel, typesCelAdmis } from './cel/unites.ts';
import type { FichierClos } from './cloture.ts';
import { empreinte } from './cloture.ts';
import type { Normale } from './conditions.ts';
import { estUneFeuille, normaliser } from './conditions.ts';
import type { Anomalie } from './erreurs.ts';
import { FichierInvalide, FormuleRefusee } from './erreurs.ts';
import type { Condition, DeclarationDeFait, FaitDerive, TypeDeFait } from './format.ts';
import type { MessageCompile, NomDeMessage } from './messages.ts';
import { compilerMessage } from './messages.ts';
import { lireParametres } from './parametres.ts';
import type {
  FaitDeriveCompile,
  RegleCompilee,
  ContrainteCompilee,
  Besoin,
  JeuCompile,
} from './jeu-compile.ts';
import { instantanes } from './instantane.ts';

/**
 * Compiles a closed file: formulas type-checked, conditions and messages prepared.
 * @param fichier with the codes of the referentials its facts name
 * @param publie the file as it was published, whose hash stands in every decision
 * @throws FichierInvalide listing every anomaly found, each with its place
 */
export function compiler(fichier: FichierClos, publie: FichierClos = fichier): JeuCompile {
  const nomDuFichier = `${fichier.id} ${fichier.version}`;
  const chronologies = lireParametres(nomDuFichier, fichier.parametres);
  const anomalies: Anomalie[] = [];
  const tenter = <T>(
    controle: string,
    chemin: string,
    regle: string | undefined,
    faire: () => T,
  ): T | undefined => {
    try {
      return faire();
    } catch (erreur) {
      if (!(erreur instanceof FormuleRefusee)) throw erreur;
      anomalies.push({
        controle,
        chemin,
        message: erreur.message,
        ...(regle === undefined ? {} : { regle }),
      });
      return undefined;
    }
  };
  const types = typesDesNoms(fichier);
  const typeDe = (nom: string): TypeDeFait => {
    const type = types.get(nom);
    if (type === undefined) throw new FormuleRefusee(`le fait « ${nom} » n’est pas déclaré.`);
    return type;
  };
  const condition = (chemin: string, regle: string | undefined, brute: Condition): Normale | undefined =>
    tenter('types', chemin, regle, () => normaliser(brute, typeDe));

  const { contraintes, derives } = compilerFormules(fichier, tenter, condition);
  const besoins = new Map(
    Object.entries(fichier.faits).map(([nom, fait]) => [
      nom,
      besoinDe(fait, (brute) => condition(`/faits/${nom}/requisSi`, undefined, brute)),
    ]),
  );
  const regles = fichier.regles.flatMap((declaration, rang): RegleCompilee[] => {
    const normale = condition(`/regles/${rang}/conditions`, declaration.id, declaration.conditions);
    return normale ? [{ declaration, condition: normale }] : [];
  });
  const messages = compilerMessages(fichier, tenter);
  if (anomalies.length > 0) throw new FichierInvalide(nomDuFichier, anomalies);

  const jeu = {
    fichier,
    empreinte: empreinte(publie),
    faits: new Map(Object.entries(fichier.faits)),
    besoins,
    contraintes,
    derives,
    regles,
    messages,
    chronologies,
  };
  return { ...jeu, instantane: instantanes(jeu) };
}

type Tenter = <T>(
  controle: string,
  chemin: string,
  regle: string | undefined,
  faire: () => T,
) => T | undefined;

function compilerFormules(
  fichier: FichierClos,
  tenter: Tenter,
  condition: (chemin: string, regle: string | undefined, brute: Condition) => Normale | undefined,
): { contraintes: ContrainteCompilee[]; derives: FaitDeriveCompile[] } {
  const atelier = new AtelierDeFormules();
  const declarer = (
    chemin: string,
    nom: string,
    type: TypeDeFait,
    valeurs: readonly string[] | undefined,
  ): void => {
    tenter('references', chemin, undefined, () =>
      atelier.declarer({ nom, type: typeCel(type), ...(valeurs ? { valeurs } : {}) }),
    );
  };
  for (const [nom, fait] of Object.entries(fichier.faits))
    if (!fait.informatif) declarer(`/faits/${nom}`, nom, fait.type, fait.valeurs);
  const contraintes = (fichier.contraintes ?? []).flatMap((declaration, rang): ContrainteCompilee[] => {
    const formule = tenter('types', `/contraintes/${rang}/formule`, undefined, () => {
      const compilee = atelier.compiler(declaration.formule);
      if (compilee.type !== 'bool')
        throw new FormuleRefusee(
          `la contrainte ${declaration.id} doit être un booléen, elle est de type ${compilee.type}.`,
        );
      return compilee;
    });
    return formule ? [{ declaration, formule }] : [];
  });
  for (const [nom, parametre] of Object.entries(fichier.parametres))
    declarer(`/parametres/${nom}`, nom, parametre.type, parametre.valeursPossibles);
  const derives = dansLOrdreDeLecture(fichier.faitsDerives).flatMap(
    ([nom, declaration]): FaitDeriveCompile[] => {
      const formule = tenter('types', `/faitsDerives/${nom}/formule`, undefined, () =>
        compilerDerive(atelier, nom, declaration),
      );
      declarer(`/faitsDerives/${nom}`, nom, declaration.type, declaration.valeurs);
      const siPossible =
        declaration.siPossible &&
        condition(`/faitsDerives/${nom}/siPossible`, undefined, declaration.siPossible);
      return formule ? [{ nom, declaration, formule, siPossible }] : [];
    },
  );
  return { contraintes, derives };
}

/**
 * Derived facts, each after those it reads: the canonical text of a published file sorts its keys, so the
 * order of the
 * file is not kept. A circle is left as it is; compiling its formulas says which name is not known yet.
 */
function dansLOrdreDeLecture(faitsDerives: FichierClos['faitsDerives']): [string, FaitDerive][] {
  const ordonnes = new Map<string, FaitDerive>();
  const enCours = new Set<string>();
  const placer = (nom: string): void => {
    const derive = Object.hasOwn(faitsDerives, nom) ? faitsDerives[nom] : undefined;
    if (!derive || ordonnes.has(nom) || enCours.has(nom)) return;
    enCours.add(nom);
    for (const lu of [...nomsDeLaFormule(derive.formule), ...faitsCompares(derive.siPossible)]) placer(lu);
    ordonnes.set(nom, derive);
  };
  for (const nom of Object.keys(faitsDerives)) placer(nom);
  return [...ordonnes];
}

function faitsCompares(condition: Condition | undefined): string[] {
  if (condition === undefined) return [];
  if ('fact' in condition) return [condition.fact];
  if ('not' in condition) return faitsCompares(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(faitsCompares);
}

function compilerDerive(
  atelier: AtelierDeFormules,
  nom: string,
  { formule: texte, type, valeurs }: FaitDerive,
): Formule {
  const formule = atelier.compiler(texte);
  if (!typesCelAdmis(type).includes(formule.type)) {
    throw new FormuleRefusee(
      `le fait dérivé « ${nom} » est déclaré de type ${type}, mais sa formule « ${texte} » est de type ${formule.type}.`,
    );
  }
  const etranger = valeurs && formule.textes?.find((possible) => !valeurs.includes(possible));
  if (etranger !== undefined) {
    throw new FormuleRefusee(
      `la formule du fait dérivé « ${nom} » peut donner « ${etranger} », qui n’est pas dans ses valeurs (${valeurs?.join(', ') ?? ''}).`,
    );
  }
  return formule;
}

function besoinDe(fait: DeclarationDeFait, condition: (brute: Condition) => Normale | undefined): Besoin {
  if (fait.informatif || fait.facultatif) return 'jamais';
  if (fait.requisAvec) return { avec: fait.requisAvec };
  if (!fait.requisSi) return 'toujours';
  const si = condition(fait.requisSi);
  return si ? { si } : 'toujours';
}

function compilerMessages(fichier: FichierClos, tenter: Tenter): JeuCompile['messages'] {
  const noms = new Map<string, NomDeMessage>([
    ...Object.entries(fichier.faits),
    ...Object.entries(fichier.parametres),
    ...Object.entries(fichier.faitsDerives),
  ]);
  const compiles = new Map<string, { quoi: MessageCompile; corriger: MessageCompile }>();
  for (const [cle, message] of Object.entries(fichier.messages.fr)) {
    const quoi = tenter('messages', `/messages/fr/${cle}/quoi`, undefined, () =>
      compilerMessage(message.quoi, noms),
    );
    const corriger = tenter('messages', `/messages/fr/${cle}/corriger`, undefined, () =>
      compilerMessage(message.corriger, noms),
    );
    if (quoi && corriger) compiles.set(cle, { quoi, corriger });
  }
  return compiles;
}

/** Types of what conditions may read: declared facts that rules may use, and derived facts. */
export function typesDesNoms(fichier: FichierClos): Map<string, TypeDeFait> {
  const declares = Object.entries(fichier.faits).filter(([, fait]) => !fait.informatif);
  return new Map(
    [...declares, ...Object.entries(fichier.faitsDerives)].map(([nom, { type }]) => [nom, type]),
  );
}

/** Depth of a condition, a bare comparison counting 1. */
export function profondeur(condition: Normale): number {
  return estUneFeuille(condition) ? 1 : 1 + Math.max(...condition.conditions.map(profondeur));
}
