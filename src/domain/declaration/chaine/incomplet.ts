import type { Perennite } from '#src/domain/formulaire/perennite.ts';
import { dependancesDuMontant } from '#src/domain/declaration/chaine/dependances.ts';
import type { Controle, Incomplet, Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import { champA, estGroupe, estNombre, sectionsDe } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import { dansLOrdreDeLaPage } from '#src/domain/formulaire/ordre.ts';
import { estIncomplet, type Totaux } from '#src/domain/formulaire/saisie/donnees.ts';
import type { ErreurDeChamp } from '#src/domain/formulaire/saisie/recevable.ts';

interface CeQuiManque {
  readonly definition: DefinitionDeFormulaire;
  /** Texts that could not be read, of both volets. */
  readonly illisibles: Readonly<Record<string, string>>;
  readonly refus: readonly ErreurDeChamp[];
  readonly manquants: readonly Manquant[];
  readonly controles: readonly Controle[];
  readonly perennite: Perennite;
  readonly totaux: Totaux;
}

/**
 * Why the amount shown is not the one of the whole declaration: what it leaves out, and what contradicts it,
 * in the order of the page.
 */
export function causesDIncompletude({
  definition,
  illisibles,
  refus,
  manquants,
  controles,
  perennite,
  totaux,
}: CeQuiManque): Incomplet[] {
  const { etapes, sections } = dependancesDuMontant(definition);
  const compte = (champ: string): boolean => sections.has(champ.split('.')[0] ?? '');
  const bloquants = controles.filter(
    ({ gravite, etape, volet }) => gravite === 'bloquant' && (etapes.has(etape) || volet !== 'ensemble'),
  );
  const causes: Incomplet[] = [
    ...Object.keys(illisibles)
      .filter(compte)
      .map((champ) => ({ cause: phraseDIllisible(definition, champ), champ })),
    ...refus.filter(({ champ }) => compte(champ)).map(({ champ, message }) => ({ cause: message, champ })),
    ...manquants
      .filter(({ champ }) => champ === null || compte(champ))
      .map(({ champ, message }) => ({ cause: message, champ })),
    ...colonnesVides(definition, perennite, totaux, illisibles).filter(({ champ }) => compte(champ)),
    ...bloquants.map(({ message, champs }) => ({ cause: message, champ: champs[0] ?? null })),
  ];
  return dansLOrdreDeLaPage(definition, causes, ({ champ }) => champ);
}

/** A part of the year nobody typed yet, where the other part is: the total is that of a few months. */
function colonnesVides(
  definition: DefinitionDeFormulaire,
  perennite: Perennite,
  totaux: Totaux,
  illisibles: Readonly<Record<string, string>>,
): { cause: string; champ: string }[] {
  const colonnes = definition.perennites[perennite]?.ventilation?.colonnes ?? [];
  return sectionsDe(definition, perennite)
    .filter(({ presentation }) => presentation === 'tableau')
    .flatMap(({ id, titre, champs: [premier] }) => {
      const lus = totaux[id] ?? {};
      const vides = colonnes.filter(
        (colonne) => (lus[colonne.id] ?? null) === null && !estIncomplet(id, colonne.id, illisibles),
      );
      return premier === undefined || vides.length === colonnes.length
        ? []
        : vides.map((colonne) => ({
            cause: `${titre} : rien n’est saisi pour « ${colonne.libelle} ».`,
            champ: `${id}.${premier.id}.${colonne.id}`,
          }));
    });
}

function phraseDIllisible(definition: DefinitionDeFormulaire, chemin: string): string {
  const situe = champA(definition, chemin);
  const libelle = situe?.libelle ?? chemin;
  return situe && !estGroupe(situe.champ) && estNombre(situe.champ) && situe.champ.type === 'euro'
    ? `1 montant illisible n’est pas compté : ${libelle}.`
    : `1 valeur illisible n’est pas prise en compte : ${libelle}.`;
}
