/**
 * References of a rule file: every name resolves, nothing is declared for nothing, every value lies in its
 * domain.
 */
import type { JeuCompile } from '#src/engine/jeu-compile.ts';
import type { Anomalie, Signaler } from '#src/engine/erreurs.ts';
import { plusProche } from '#src/engine/erreurs.ts';
import type { FichierDeRegles, Issue, Parametre, TypeDeFait, ValeurDatee } from '#src/engine/format.ts';
import { convertir } from '#src/engine/faits.ts';
import { controlerConditions, toutesLesComparaisons } from './conditions.ts';
import { controlerAppuis } from './appuis.ts';

/** All reference anomalies of a file as it is written (shared parameters still references) and compiled. */
export function controlerReferences(fichier: FichierDeRegles, jeu: JeuCompile): Anomalie[] {
  const anomalies: Anomalie[] = [];
  const signaler: Signaler = (chemin, message, regle) => {
    anomalies.push({ controle: 'references', chemin, message, ...(regle === undefined ? {} : { regle }) });
  };
  controlerEnveloppe(fichier, signaler);
  controlerFaits(fichier, signaler);
  controlerParametres(fichier, jeu, signaler);
  controlerConditions(fichier, jeu, signaler);
  controlerDecision(fichier, signaler);
  controlerRegles(fichier, signaler);
  controlerUsages(fichier, jeu, signaler);
  controlerAppuis(fichier, signaler);
  return anomalies;
}

function controlerEnveloppe(fichier: FichierDeRegles, signaler: Signaler): void {
  const { du, au } = fichier.applicable;
  if (au !== null && au <= du)
    signaler('/applicable/au', `la fin de validité ${au} doit suivre son début ${du}.`);
  for (const [section, ids] of Object.entries({
    regles: fichier.regles,
    sources: fichier.sources,
    scenarios: fichier.scenarios,
    invariants: fichier.invariants,
    contraintes: fichier.contraintes ?? [],
  })) {
    sansDoublon(
      ids.map(({ id }) => id),
      `/${section}`,
      signaler,
    );
  }
}

function sansDoublon(ids: readonly string[], chemin: string, signaler: Signaler): void {
  ids.forEach((id, rang) => {
    if (ids.indexOf(id) !== rang) signaler(`${chemin}/${rang}`, `l’identifiant ${id} sert deux fois.`);
  });
}

function controlerFaits(fichier: FichierDeRegles, signaler: Signaler): void {
  for (const [nom, { type, min, max, requisAvec }] of Object.entries(fichier.faits)) {
    const chemin = `/faits/${nom}`;
    for (const [cle, borne] of Object.entries({ min, max })) {
      if (borne !== undefined) controlerValeur(type, borne, `${chemin}/${cle}`, signaler);
    }
    for (const autre of requisAvec ?? []) {
      if (!Object.hasOwn(fichier.faits, autre) || autre === nom)
        signaler(
          `${chemin}/requisAvec`,
          `requisAvec nomme « ${autre} », qui n’est pas un autre fait déclaré.`,
        );
    }
  }
  for (const [nom, { valeurs, libelles }] of [
    ...Object.entries(fichier.faits),
    ...Object.entries(fichier.faitsDerives),
  ]) {
    controlerLibelles(nom, valeurs, libelles, signaler);
  }
  (fichier.contraintes ?? []).forEach(({ champ }, rang) => {
    if (!Object.hasOwn(fichier.faits, champ))
      signaler(`/contraintes/${rang}/champ`, `le champ « ${champ} » n’est pas un fait déclaré.`);
  });
}

function controlerLibelles(
  nom: string,
  valeurs: readonly string[] | undefined,
  libelles: Readonly<Record<string, string>> | undefined,
  signaler: Signaler,
): void {
  for (const valeur of Object.keys(libelles ?? {})) {
    if (!valeurs?.includes(valeur))
      signaler(
        `/faits/${nom}/libelles`,
        `le libellé de « ${valeur} » ne correspond à aucune valeur de « ${nom} ».`,
      );
  }
}

function controlerParametres(fichier: FichierDeRegles, jeu: JeuCompile, signaler: Signaler): void {
  for (const [nom, parametre] of Object.entries(jeu.fichier.parametres)) {
    controlerChronologie(nom, parametre, signaler);
    const [premiere] = parametre.valeurs;
    if (premiere && premiere.du > fichier.applicable.du) {
      signaler(
        `/parametres/${nom}/valeurs/0/du`,
        `le paramètre « ${nom} » n’a pas de valeur entre le ${fichier.applicable.du}, début de validité du jeu, et le ${premiere.du}.`,
      );
    }
  }
}

/** A timeline is sorted, and every value has the declared type and domain. */
export function controlerChronologie(nom: string, parametre: Parametre, signaler: Signaler): void {
  parametre.valeurs.forEach((datee: ValeurDatee, rang) => {
    const chemin = `/parametres/${nom}/valeurs/${rang}`;
    const precedente = parametre.valeurs[rang - 1];
    if (precedente && precedente.du >= datee.du)
      signaler(`${chemin}/du`, `les valeurs de « ${nom} » doivent se suivre dans l’ordre des dates.`);
    controlerValeur(parametre.type, datee.valeur, `${chemin}/valeur`, signaler);
    if (parametre.valeursPossibles && !parametre.valeursPossibles.includes(String(datee.valeur))) {
      signaler(
        `${chemin}/valeur`,
        `« ${String(datee.valeur)} » n’est pas une valeur possible de « ${nom} » (${parametre.valeursPossibles.join(', ')}).`,
      );
    }
  });
}

function controlerValeur(type: TypeDeFait, valeur: unknown, chemin: string, signaler: Signaler): void {
  const lue = convertir(type, valeur);
  if ('refus' in lue) signaler(chemin, `la valeur ${lue.refus}`);
}

function controlerDecision(fichier: FichierDeRegles, signaler: Signaler): void {
  const { decision, regles } = fichier;
  const employees = new Set<string>(regles.map(({ issue }) => issue));
  if (decision.strategie === 'cumul') {
    employees.add(decision.siAucuneRegle);
    if (!Object.hasOwn(decision.issues, decision.siAucuneRegle))
      signaler('/decision/siAucuneRegle', `l’issue « ${decision.siAucuneRegle} » n’est pas déclarée.`);
  }
  for (const [code, issue] of Object.entries(decision.issues)) {
    if (!employees.has(code))
      signaler(`/decision/issues/${code}`, `l’issue « ${code} » n’est donnée par aucune règle.`);
    controlerIssue(code, issue, signaler);
  }
}

function controlerIssue(code: string, { etat, decideur, choix }: Issue, signaler: Signaler): void {
  const humaine = etat === 'decision-humaine';
  if (humaine && decideur === undefined)
    signaler(
      `/decision/issues/${code}`,
      `l’issue « ${code} » demande une décision humaine : nommez son « decideur ».`,
    );
  if (!humaine && choix !== undefined)
    signaler(
      `/decision/issues/${code}/choix`,
      `l’issue « ${code} » offre un choix sans être une décision humaine.`,
    );
}

function controlerRegles(fichier: FichierDeRegles, signaler: Signaler): void {
  fichier.regles.forEach(({ id, issue, champs, message }, rang) => {
    const chemin = `/regles/${rang}`;
    if (!Object.hasOwn(fichier.decision.issues, issue))
      signaler(
        `${chemin}/issue`,
        `l’issue « ${issue} » n’est pas déclarée.${suggerer(issue, Object.keys(fichier.decision.issues))}`,
        id,
      );
    if (!Object.hasOwn(fichier.messages.fr, message))
      signaler(
        `${chemin}/message`,
        `le message « ${message} » n’existe pas dans messages.fr.${suggerer(message, Object.keys(fichier.messages.fr))}`,
        id,
      );
    for (const champ of champs) {
      if (!Object.hasOwn(fichier.faits, champ))
        signaler(
          `${chemin}/champs`,
          `le champ « ${champ} » n’est pas un fait déclaré.${suggerer(champ, Object.keys(fichier.faits))}`,
          id,
        );
    }
  });
  const employes = new Set(fichier.regles.map(({ message }) => message));
  for (const cle of Object.keys(fichier.messages.fr))
    if (!employes.has(cle))
      signaler(`/messages/fr/${cle}`, `le message « ${cle} » n’est employé par aucune règle.`);
}

function suggerer(nom: string, connus: readonly string[]): string {
  const proche = plusProche(nom, connus);
  return proche === undefined ? '' : ` Vouliez-vous dire « ${proche} » ?`;
}

/** Declared names that nothing reads. Numeric derived facts are results in themselves. */
function controlerUsages(fichier: FichierDeRegles, jeu: JeuCompile, signaler: Signaler): void {
  const lus = nomsLus(fichier, jeu);
  for (const [nom, { informatif }] of Object.entries(fichier.faits)) {
    if (!informatif && !lus.has(nom))
      signaler(
        `/faits/${nom}`,
        `le fait « ${nom} » n’est lu par aucune règle ni formule ; retirez-le ou déclarez-le informatif.`,
      );
  }
  for (const nom of Object.keys(fichier.parametres))
    if (!lus.has(nom)) signaler(`/parametres/${nom}`, `le paramètre « ${nom} » n’est employé nulle part.`);
  for (const [nom, { type }] of Object.entries(fichier.faitsDerives)) {
    const estUnResultat = type !== 'booleen' && type !== 'enum' && type !== 'texte' && type !== 'date';
    if (!estUnResultat && !lus.has(nom))
      signaler(`/faitsDerives/${nom}`, `le fait dérivé « ${nom} » n’est employé nulle part.`);
  }
}

function nomsLus(fichier: FichierDeRegles, jeu: JeuCompile): Set<string> {
  const lus = new Set<string>();
  const ajouter = (noms: Iterable<string>): void => {
    for (const nom of noms) lus.add(nom);
  };
  for (const { formule } of [...jeu.derives, ...jeu.contraintes]) ajouter(formule.lit);
  for (const { quoi, corriger } of jeu.messages.values()) ajouter([...quoi.noms, ...corriger.noms]);
  for (const { requisAvec } of Object.values(fichier.faits)) ajouter(requisAvec ?? []);
  for (const { comparaison } of toutesLesComparaisons(fichier)) {
    lus.add(comparaison.fact);
    if (typeof comparaison.value === 'object' && 'parametre' in comparaison.value)
      lus.add(comparaison.value.parametre);
  }
  return lus;
}
