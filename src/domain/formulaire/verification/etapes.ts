import { plusProche } from '#src/engine/erreurs.ts';
import type { FichierDeRegles, Issue } from '#src/engine/format.ts';
import { donnesPar, faitsNonDonnes } from '#src/domain/formulaire/faits-donnes.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire } from '#src/domain/formulaire/definition.ts';
import type { Etape } from '#src/domain/formulaire/enchainement.ts';
import { champsDesUnites, groupeA, periodesA } from '#src/domain/formulaire/verification/preparation.ts';
import type { Signaler } from '#src/domain/formulaire/verification/signaler.ts';
import { verifierExpression } from '#src/domain/formulaire/verification/expression.ts';

/**
 * Checks a step of the chain alone, then against the rule file it calls. @param jeux rule files by id; without
 * them, the step is checked alone
 */
export function verifierEtape(
  definition: DefinitionDeFormulaire,
  etape: Etape,
  rang: number,
  jeux: ReadonlyMap<string, FichierDeRegles> | undefined,
  signaler: Signaler,
): void {
  const chemin = `/enchainement/${rang}`;
  const { pourChaque } = etape;
  const enLigne =
    pourChaque !== undefined &&
    (groupeA(definition, pourChaque) ?? periodesA(definition, pourChaque)) !== undefined;
  if (pourChaque !== undefined && !enLigne)
    signaler(
      `${chemin}/pourChaque`,
      `« ${pourChaque} » n’est ni un groupe du formulaire, ni des périodes préparées.`,
    );
  verifierExpressionsDeLEtape(etape, chemin, enLigne, signaler);
  const estDeLaLigne = champsDesUnites(definition, pourChaque ?? '');
  for (const [fait, cible] of Object.entries(etape.champs ?? {})) {
    const existe = cible.startsWith('.') ? estDeLaLigne(cible.slice(1)) : champA(definition, cible) !== null;
    if (!existe) signaler(`${chemin}/champs/${fait}`, `Le formulaire n’a pas de champ « ${cible} ».`);
  }
  if (
    etape.suit !== undefined &&
    !definition.enchainement
      .slice(0, rang)
      .some(({ id, pourChaque }) => id === etape.suit && pourChaque === etape.pourChaque)
  ) {
    signaler(`${chemin}/suit`, `Aucune étape antérieure du même groupe ne s’appelle « ${etape.suit} ».`);
  }
  if (!jeux) return;
  const jeu = jeux.get(etape.jeu);
  if (!jeu) return signaler(`${chemin}/jeu`, `Le jeu de règles « ${etape.jeu} » n’existe pas.`);
  verifierContreLeJeu(etape, jeu, chemin, signaler);
}

function verifierExpressionsDeLEtape(
  etape: Etape,
  chemin: string,
  enLigne: boolean,
  signaler: Signaler,
): void {
  for (const [nom, texte] of Object.entries({ date: etape.date, si: etape.si, intitule: etape.intitule })) {
    if (texte !== undefined) verifierExpression(texte, `${chemin}/${nom}`, enLigne, signaler);
  }
  etape.variables?.forEach(({ valeur }, ordre) =>
    verifierExpression(valeur, `${chemin}/variables/${ordre}/valeur`, enLigne, signaler),
  );
  for (const [nom, texte] of Object.entries(etape.faits))
    verifierExpression(texte, `${chemin}/faits/${nom}`, enLigne, signaler);
}

function verifierContreLeJeu(etape: Etape, jeu: FichierDeRegles, chemin: string, signaler: Signaler): void {
  const donnes = donnesPar(etape);
  for (const fait of faitsNonDonnes(jeu, donnes))
    signaler(`${chemin}/faits`, `Le fait « ${fait} » du jeu « ${jeu.id} » n’est pas donné.`);
  // A form may give more than a version declares, so that it goes first; a name that is nearly that of a fact
  // is a slip.
  for (const fait of Object.keys(donnes).filter((nom) => !Object.hasOwn(jeu.faits, nom))) {
    const proche = plusProche(fait, Object.keys(jeu.faits));
    if (proche !== undefined)
      signaler(
        `${chemin}/faits/${fait}`,
        `Le jeu « ${jeu.id} » ne déclare pas le fait « ${fait} » ; vouliez-vous dire « ${proche} » ?`,
      );
  }
  for (const fait of [...Object.keys(etape.champs ?? {}), ...Object.keys(etape.manquants ?? {})]) {
    if (!Object.hasOwn(jeu.faits, fait) && !Object.hasOwn(jeu.faitsDerives, fait))
      signaler(`${chemin}/champs/${fait}`, `Le jeu « ${jeu.id} » n’a pas de fait « ${fait} ».`);
  }
  verifierReglements(etape, jeu, chemin, signaler);
}

/** What the Caf may choose is offered for outcomes that wait for it, each choice of theirs. */
function verifierReglements(etape: Etape, jeu: FichierDeRegles, chemin: string, signaler: Signaler): void {
  for (const [code, reglement] of Object.entries(etape.reglements ?? {})) {
    const issue: Issue | undefined = jeu.decision.issues[code];
    if (!issue || issue.etat === undefined || issue.etat === 'decide') {
      signaler(
        `${chemin}/reglements/${code}`,
        `« ${code} » n’est pas une issue du jeu « ${jeu.id} » qui attend une décision humaine.`,
      );
    } else if (issue.choix && Object.keys(issue.choix).some((choix) => !Object.hasOwn(reglement, choix))) {
      signaler(
        `${chemin}/reglements/${code}`,
        `Chaque choix de l’issue « ${code} » doit être offert : ${Object.keys(issue.choix).join(', ')}.`,
      );
    }
  }
}
