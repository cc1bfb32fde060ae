import type { UniteDeLecture } from '#src/domain/commun/commande.ts';
import { aUnRole } from '#src/domain/declaration/acces.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { estModifiable, problemesDesVolets, roleDuVolet, versionDuVolet, voletTermine } from '#src/domain/declaration/commandes/volets.ts';
import { definitionDe, dossierDuBrouillon, dossierTransmis } from '#src/domain/declaration/dossier.ts';
import { VOLETS } from '#src/domain/declaration/formulaire/definition.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import { chronologieDe, declarationLisible, transmissionsDe } from '#src/domain/declaration/lectures.ts';
import { lireSections } from '#src/domain/declaration/restitution.ts';
import { acteurPartenaire } from '#src/domain/mandat/pouvoir.ts';
import type { EtatDuVolet, VueDeDeclaration } from '#src/portal/declaration/apercu.tsx';
import { peutSaisir, titreDe } from '#src/portal/declaration/vues.ts';
import { liensDe } from '#src/portal/documents/liens.ts';

const TRANSMISES = ['transmise', 'en-traitement', 'traitee'];

/**
 * All the page of a declaration shows to a partner's user.
 * @param numero transmission to read; by default the last one when it is with the Caf, the draft otherwise
 */
export async function vueDeDeclaration(unite: UniteDeLecture, id: string, numero?: number): Promise<VueDeDeclaration> {
  const acteur = acteurPartenaire(unite);
  const declaration = await declarationLisible(unite, id);
  const transmissions = await transmissionsDe(unite, id);
  const transmise = TRANSMISES.includes(declaration.etat);
  const lue = numero === undefined ? (transmise ? transmissions.at(-1) : undefined) : transmissions.find((une) => une.numero === numero);
  const dossier = lue ? await dossierTransmis(unite, declaration, lue) : await dossierDuBrouillon(unite, declaration);
  const approuver = declaration.etat === 'a-approuver' && aUnRole(acteur, declaration.equipement.id, ['APPROBATEUR']);
  const analyse = lue && lue === transmissions.at(-1) && transmise ? (await instruire(unite, declaration)).analyse
    : await analyser(dossier, approuver ? 'transmission' : 'saisie', sansTrace(unite.registre), (date, jeu) => unite.registre.valeursFictives(date, jeu));
  const volets: EtatDuVolet[] = [];
  const brouillon = lue && !transmise ? await dossierDuBrouillon(unite, declaration) : dossier;
  for (const volet of transmise ? [] : VOLETS) {
    const termine = voletTermine(declaration, volet);
    const problemes = termine ? {} : await problemesDesVolets(unite, brouillon, [volet]);
    const aRemplir = analyse.manquants.filter((manquant) => manquant.volet === volet && manquant.champ !== null && problemes[manquant.champ] !== undefined).length;
    volets.push({
      volet, termine, version: versionDuVolet(declaration, volet), saisir: peutSaisir(acteur, declaration, volet), aRemplir, erreurs: Object.keys(problemes).length - aRemplir,
      reprendre: termine && (estModifiable(declaration) || declaration.etat === 'a-approuver') && aUnRole(acteur, declaration.equipement.id, [roleDuVolet(volet)]),
    });
  }
  return {
    declaration, titre: titreDe(declaration), definition: definitionDe(unite, declaration), volets, sections: lireSections(dossier), analyse,
    chronologie: await chronologieDe(unite, id), transmissions, approuver, transmise, fuseau: acteur.fuseauHoraire,
    liens: await liensDe(unite, declaration.etat === 'traitee' ? ['declaration', 'bilan', 'evaluation'] : ['declaration', 'assistance']),
  };
}
