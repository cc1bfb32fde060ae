import { z } from 'zod';
import { definirCommande } from '#src/domain/commun/commande.ts';
import { caseACocher, motif, reference, texteLong, versionLue } from '#src/domain/commun/saisie.ts';
import { activer, joursDe } from '#src/domain/regle/activer.ts';
import { refuserSiPubliee, soumissionEnAttente } from '#src/domain/regle/commandes/soumissions.ts';
import { pour, titulaire } from '#src/domain/regle/personne.ts';
import { signer, type Rapports } from '#src/domain/regle/rapports.ts';
import { QuatreYeux, RapportsModifies, RetroactiviteNonMesuree } from '#src/domain/regle/refus.ts';
import { passeDe } from '#src/domain/regle/retroactivite.ts';
import { VersionRegle } from '#src/domain/regle/version-regle.ts';
import type { Jours } from '#src/registry/activations.ts';

/** What an approval did. */
export interface Approbation {
  readonly empreinte: string;
  readonly jours: Jours;
  /** Days without any version, from the first there is one. */
  readonly trous: readonly Jours[];
}

/**
 * Approves a submission: the second person signs the file and its reports as he read them, and the version enters into force on its days.
 * The running servers are told at the commit.
 * @throws QuatreYeux | RapportsModifies | RetroactiviteNonMesuree | TrouDansLaValidite | VersionDejaPubliee | SoumissionTraitee
 */
export const approuver = definirCommande({
  nom: 'regle.approuver',
  droit: ['SoumissionRegle', 'approuver'],
  saisie: z.object({
    id: reference('Version soumise'), version: versionLue(), empreinte: z.string(), empreinteRapports: z.string(),
    motif: texteLong('Motif', 2000), accepterTrous: caseACocher(), pour,
  }),
  async executer(unite, saisie): Promise<Approbation> {
    const soumission = await soumissionEnAttente(unite, saisie.id, saisie.version);
    const approbateur = titulaire(unite, saisie.pour);
    if (approbateur === soumission.auteur) throw new QuatreYeux();
    if (soumission.empreinte !== saisie.empreinte || soumission.empreinteRapports !== saisie.empreinteRapports) throw new RapportsModifies();
    await refuserSiPubliee(unite, soumission);
    const jours = joursDe(soumission);
    const { retroactivite } = JSON.parse(soumission.rapports) as Rapports;
    if (soumission.genre === 'regles' && !retroactivite && passeDe(jours, unite.aujourdhui.toString())) throw new RetroactiviteNonMesuree();

    Object.assign(soumission, {
      etat: 'approuve', traitePar: approbateur, traiteLe: unite.maintenant, motif: saisie.motif === '' ? null : saisie.motif,
      signature: signer(soumission.empreinte, soumission.empreinteRapports, approbateur),
    });
    await unite.em.flush();
    const { genre, jeu, numero, empreinte, canonique, texte, auteur, id } = soumission;
    unite.em.persist(unite.em.create(VersionRegle, { empreinte, genre, jeu, numero, canonique, texte, origine: 'publication', auteur, approbateur, publieLe: unite.maintenant, soumissionId: id }));
    await unite.em.flush();
    const trous = await activer(unite, {
      genre, jeu, empreinte, ...jours, origine: 'approbation', motif: saisie.motif === '' ? `Approbation de la version ${numero}` : saisie.motif, demandePar: auteur, confirmePar: approbateur, id,
    }, saisie.accepterTrous);
    return { empreinte, jours, trous };
  },
});

/** Refuses a submission, for a reason the author will read. @throws QuatreYeux | SoumissionTraitee */
export const rejeter = definirCommande({
  nom: 'regle.rejeter',
  droit: ['SoumissionRegle', 'rejeter'],
  saisie: z.object({ id: reference('Version soumise'), version: versionLue(), motif: motif(), pour }),
  async executer(unite, saisie) {
    const soumission = await soumissionEnAttente(unite, saisie.id, saisie.version);
    const rejetePar = titulaire(unite, saisie.pour);
    if (rejetePar === soumission.auteur) throw new QuatreYeux();
    Object.assign(soumission, { etat: 'rejete', traitePar: rejetePar, traiteLe: unite.maintenant, motif: saisie.motif });
    return soumission;
  },
});
