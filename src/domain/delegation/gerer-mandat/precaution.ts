import { z } from 'zod';
import { definirCommande, type UniteDeLecture } from '#src/kernel/commande.ts';
import { motif, reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { terminerMandatEtSuite } from '#src/domain/delegation/gerer-mandat/fin.ts';
import { leMandat } from '#src/domain/delegation/mandat/charger.ts';
import { decoulentDe, estTermine } from '#src/domain/delegation/mandat/lectures.ts';
import type { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { MandatTermine } from '#src/domain/delegation/mandat/refus.ts';
import { phraseDesRoles } from '#src/domain/delegation/habilitation/roles-accordes.ts';
import { prevenirAdministrateurs } from '#src/domain/delegation/utilisateur/administrateurs.ts';

/** @throws MandatTermine */
function exigerEnCours(unite: UniteDeLecture, mandat: Mandat): void {
  if (estTermine(mandat, unite.aujourdhui.toString())) throw new MandatTermine();
}

/** The Caf withdraws a delegation as a precaution: the mandate ends today, and those given under it. */
export const retirerDelegation = definirCommande({
  nom: 'mandat.retirer',
  droit: ['Mandat', 'retirer'],
  saisie: z.object({ id: reference('Mandat'), version: versionLue(), motif: motif('Motif du retrait') }),
  charger: leMandat,
  condition: exigerEnCours,
  async executer(unite, saisie, mandat) {
    const jour = unite.aujourdhui.toString();
    const tombent = await decoulentDe(unite, mandat, jour);
    const roles = await phraseDesRoles(
      unite,
      [mandat, ...tombent].map(({ id }) => id),
    );
    unite.motiver(saisie.motif);
    await terminerMandatEtSuite(unite, mandat, jour, saisie.motif);
    for (const { titulaire, caf } of [mandat, ...tombent]) {
      unite.envoyer({
        destinataire: titulaire.courriel,
        cafId: caf.id,
        objet: 'Votre mandat de responsable habilitations est retiré',
        corps: [
          `Bonjour ${titulaire.prenom} ${titulaire.nom},`,
          'Par précaution, votre Caf a retiré votre mandat de responsable habilitations, ou celui dont il découle.',
          roles,
          `Motif : ${saisie.motif}`,
        ].join('\n\n'),
      });
    }
    const { titulaire, partenaire } = mandat;
    const suite =
      tombent.length === 0
        ? ''
        : ` Prennent fin aussi les mandats de : ${tombent.map((un) => `${un.titulaire.prenom} ${un.titulaire.nom}`).join(', ')}.`;
    await prevenirAdministrateurs(
      unite,
      { partenaire: partenaire.id, saufUtilisateur: titulaire.id },
      `Délégation retirée à ${titulaire.prenom} ${titulaire.nom}`,
      [
        `Par précaution, votre Caf a retiré le mandat de responsable habilitations de ${titulaire.prenom} ${titulaire.nom}.${suite}`,
        roles,
        `Motif : ${saisie.motif}`,
      ],
    );
    return mandat;
  },
});
