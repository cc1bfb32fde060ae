import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { ActionInterdite } from '#src/kernel/refus.ts';
import { analyser } from '#src/domain/declaration/chaine/analyser.ts';
import { fictivesDe, sansTrace } from '#src/domain/declaration/chaine/decideurs.ts';
import { anneeDeLEquipement } from '#src/domain/declaration/annee.ts';
import { aExpliquer } from '#src/domain/declaration/chaine/justifications.ts';
import { autresLectures } from '#src/domain/declaration/chaine/lectures.ts';
import { renvoyer, transmettre } from '#src/domain/declaration/commandes.ts';
import {
  problemesATerminer,
  versionDuVolet,
  voletTermine,
} from '#src/domain/declaration/commandes/volets.ts';
import { conclusionDe } from '#src/domain/declaration/conclusion.ts';
import type { Declaration } from '#src/domain/declaration/declaration.ts';
import { definitionDe, dossierDuBrouillon, dossierTransmis } from '#src/domain/declaration/dossier.ts';
import { VOLETS } from '#src/domain/formulaire/definition.ts';
import { instruire } from '#src/domain/declaration/instruction.ts';
import { libelleEtat } from '#src/domain/declaration/libelles.ts';
import { chronologieDe, declarationLisible } from '#src/domain/declaration/lectures.ts';
import { transmissionsScellees } from '#src/domain/declaration/recepisse.ts';
import { lireSections } from '#src/domain/formulaire/restitution.ts';
import { expliquer, pourquoi, refusPrevu } from '#src/domain/acces/pourquoi/pourquoi.ts';
import { liensAnnuels } from '#src/domain/echanges/lien/annuels.ts';
import { acteurPartenaire } from '#src/domain/delegation/mandat/pouvoir.ts';
import { attentesDe } from '#src/portal/habilitations/attentes.ts';
import type { Acte } from '#src/portal/composants/index.ts';
import { cheminDe } from '#src/portal/declaration/chemins.ts';
import type { EtatDuVolet, VueDeDeclaration } from '#src/portal/declaration/apercu.tsx';
import { COMMANDES_DU_VOLET, titreDe } from '#src/portal/declaration/vues.ts';
import { liensDe } from '#src/portal/documents/liens.ts';

const TRANSMISES = ['transmise', 'en-traitement', 'traitee'];

/** Correcting what is with the Caf: told of the volet the reader types, if he types one. */
async function acteDeCorrection(unite: UniteDeLecture, declaration: Declaration): Promise<Acte> {
  const refus = [];
  for (const volet of VOLETS)
    refus.push({ volet, refus: await refusPrevu(unite, COMMANDES_DU_VOLET[volet].enregistrer, declaration) });
  const sien = refus.find((un) => !(un.refus instanceof ActionInterdite)) ?? refus[0];
  const volet = sien?.volet ?? 'activite';
  return {
    nom: 'corriger',
    libelle: 'Corriger la déclaration',
    href: cheminDe(declaration.id, volet),
    pourquoi: sien?.refus
      ? await expliquer(unite, sien.refus, { etat: libelleEtat(declaration.etat) })
      : null,
  };
}

/**
 * All the page of a declaration shows to a partner's user: what was transmitted last when it is with the Caf,
 * the draft otherwise.
 */
export async function vueDeDeclaration(unite: UniteDeLecture, id: string): Promise<VueDeDeclaration> {
  const acteur = acteurPartenaire(unite);
  const declaration = await declarationLisible(unite, id);
  const transmissions = await transmissionsScellees(unite, id);
  const transmise = TRANSMISES.includes(declaration.etat);
  const lue = transmise ? transmissions.at(-1)?.transmission : undefined;
  const dossier = lue
    ? await dossierTransmis(unite, declaration, lue)
    : await dossierDuBrouillon(unite, declaration);
  const vu = { etat: libelleEtat(declaration.etat) };
  const renvoi = await pourquoi(unite, renvoyer, declaration, vu);
  const approuver = renvoi === null;
  const moment = approuver || lue ? 'transmission' : 'saisie';
  const analyse = lue
    ? (await instruire(unite, declaration)).analyse
    : await analyser(
        dossier,
        approuver ? 'transmission' : 'saisie',
        sansTrace(unite.registre),
        fictivesDe(unite.registre),
      );
  const volets: EtatDuVolet[] = [];
  for (const volet of transmise ? [] : VOLETS) {
    const termine = voletTermine(declaration, volet);
    const problemes = termine ? {} : await problemesATerminer(unite, dossier, volet);
    const aRemplir = [...analyse.manquants, ...aExpliquer(analyse)].filter(
      (manquant) =>
        manquant.volet === volet && manquant.champ !== null && problemes[manquant.champ] !== undefined,
    ).length;
    const { enregistrer, reprendre } = COMMANDES_DU_VOLET[volet];
    volets.push({
      volet,
      termine,
      version: versionDuVolet(declaration, volet),
      aRemplir,
      erreurs: Object.keys(problemes).length - aRemplir,
      acte: termine
        ? {
            nom: 'reprendre',
            libelle: 'Reprendre la saisie',
            href: cheminDe(id, volet, 'reprendre'),
            pourquoi: await pourquoi(unite, reprendre, declaration, vu),
          }
        : {
            nom: 'saisir',
            libelle: 'Saisir',
            href: cheminDe(id, volet),
            pourquoi: await pourquoi(unite, enregistrer, declaration, vu),
          },
    });
  }
  const actes: Acte[] = transmise
    ? [await acteDeCorrection(unite, declaration)]
    : [
        {
          nom: 'renvoyer',
          libelle: 'Renvoyer pour correction',
          href: cheminDe(id, 'renvoyer'),
          pourquoi: renvoi,
        },
        {
          nom: 'transmettre',
          libelle: 'Transmettre à la Caf',
          href: cheminDe(id, 'transmettre'),
          pourquoi: await pourquoi(
            unite,
            transmettre,
            { declaration, examiner: () => Promise.resolve({ dossier, analyse }) },
            vu,
          ),
        },
      ];
  const chronologie = await chronologieDe(unite, id);
  return {
    declaration,
    titre: titreDe(declaration),
    definition: definitionDe(unite, declaration),
    volets,
    sections: lireSections(dossier),
    analyse,
    actes,
    annee: await anneeDeLEquipement(unite, declaration.equipement, declaration.exercice),
    lectures: await autresLectures(dossier, moment, analyse, unite.registre),
    attentes: await attentesDe(unite, declaration.equipement.id),
    chronologie,
    transmissions,
    conclusion: conclusionDe(declaration, chronologie),
    approuver,
    transmise,
    fuseau: acteur.fuseauHoraire,
    liens: await liensDe(unite, [
      'declaration',
      ...(declaration.etat === 'traitee' ? [] : ['assistance' as const]),
      ...(await liensAnnuels(unite, declaration)),
    ]),
  };
}
