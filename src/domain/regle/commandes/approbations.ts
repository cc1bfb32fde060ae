import { z } from 'zod';
import { compteDe } from '#src/domain/commun/acteur.ts';
import { definirCommande, type UniteDeLecture } from '#src/domain/commun/commande.ts';
import { caseACocher, motif, reference, texteLong, versionLue } from '#src/domain/commun/saisie.ts';
import { memePersonne } from '#src/domain/compte/comptes-lies.ts';
import { activer, joursDe } from '#src/domain/regle/activer.ts';
import { refuserSiPubliee, soumissionEnAttente } from '#src/domain/regle/commandes/soumissions.ts';
import { EtudeImpact } from '#src/domain/regle/etude-impact.ts';
import { pour, titulaire } from '#src/domain/regle/personne.ts';
import { retroactiviteDe, signer, type Rapports } from '#src/domain/regle/rapports.ts';
import { ImpactManquant, QuatreYeux, RapportsModifies, RetroactiviteNonMesuree, SoumissionTraitee } from '#src/domain/regle/refus.ts';
import type { SoumissionRegle } from '#src/domain/regle/soumission-regle.ts';
import { VersionRegle } from '#src/domain/regle/version-regle.ts';
import { passeDe, type Jours } from '#src/registry/activations.ts';

/** What an approval did. */
export interface Approbation {
  readonly empreinte: string;
  readonly jours: Jours;
  /** Days without any version, from the first there is one. */
  readonly trous: readonly Jours[];
}

/** Another person's, whichever of his accounts he wrote it with, and still waiting. @throws SoumissionTraitee | QuatreYeux */
async function exigerDUnAutre(unite: UniteDeLecture, { etat, auteur }: SoumissionRegle, qui: string | null): Promise<void> {
  if (etat !== 'soumis') throw new SoumissionTraitee(etat);
  if (await memePersonne(unite, qui, auteur)) throw new QuatreYeux(auteur);
}

/**
 * Approves a submission: the second person signs the file and its reports as he read them, and the version enters into force on its days.
 * The running servers are told at the commit.
 * @throws QuatreYeux | RapportsModifies | ImpactManquant | RetroactiviteNonMesuree | TrouDansLaValidite | VersionDejaPubliee | SoumissionTraitee
 */
export const approuver = definirCommande({
  nom: 'regle.approuver',
  droit: ['SoumissionRegle', 'approuver'],
  saisie: z.object({
    id: reference('Version soumise'), version: versionLue(), empreinte: z.string(), empreinteRapports: z.string(),
    motif: texteLong('Motif', 2000), accepterTrous: caseACocher(), pour,
  }),
  async condition(unite, soumission: SoumissionRegle) {
    await exigerDUnAutre(unite, soumission, compteDe(unite.acteur));
    await refuserSiPubliee(unite, soumission);
    await exigerLImpact(unite, soumission);
  },
  async executer(unite, saisie): Promise<Approbation> {
    const soumission = await soumissionEnAttente(unite, saisie.id, saisie.version);
    const approbateur = titulaire(unite, saisie.pour);
    await exigerDUnAutre(unite, soumission, approbateur);
    if (soumission.empreinte !== saisie.empreinte || soumission.empreinteRapports !== saisie.empreinteRapports) throw new RapportsModifies();
    await refuserSiPubliee(unite, soumission);
    const jours = joursDe(soumission);
    await exigerLImpact(unite, soumission);

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

/** The reports say what the version changes, of the past days it rules too. @throws ImpactManquant | RetroactiviteNonMesuree */
async function exigerLImpact({ em, aujourdhui }: UniteDeLecture, soumission: SoumissionRegle): Promise<void> {
  if (soumission.genre !== 'regles') return;
  const rapports = JSON.parse(soumission.rapports) as Rapports;
  const { impact } = rapports;
  if (!impact) throw new ImpactManquant(await em.count(EtudeImpact, { apresEmpreinte: soumission.empreinte, etat: { $in: ['en-attente', 'en-cours'] } }) > 0);
  if ('sansObjet' in impact) return;
  if (!retroactiviteDe(rapports) && passeDe(joursDe(soumission), aujourdhui.toString())) throw new RetroactiviteNonMesuree();
}

/** Refuses a submission, for a reason the author will read. @throws QuatreYeux | SoumissionTraitee */
export const rejeter = definirCommande({
  nom: 'regle.rejeter',
  droit: ['SoumissionRegle', 'rejeter'],
  saisie: z.object({ id: reference('Version soumise'), version: versionLue(), motif: motif(), pour }),
  condition: (unite, soumission: SoumissionRegle) => exigerDUnAutre(unite, soumission, compteDe(unite.acteur)),
  async executer(unite, saisie) {
    const soumission = await soumissionEnAttente(unite, saisie.id, saisie.version);
    const rejetePar = titulaire(unite, saisie.pour);
    await exigerDUnAutre(unite, soumission, rejetePar);
    Object.assign(soumission, { etat: 'rejete', traitePar: rejetePar, traiteLe: unite.maintenant, motif: saisie.motif });
    return soumission;
  },
});
