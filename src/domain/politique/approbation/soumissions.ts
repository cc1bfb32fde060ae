import { lireLignes } from '#src/kernel/sql.ts';
import { tables } from '#src/domain/politique/tables.ts';
import { z } from 'zod';
import { definirCommande, type UniteDeLecture, type UniteDeTravail } from '#src/kernel/commande.ts';
import { Introuvable } from '#src/kernel/refus.ts';
import { jourFacultatif, reference, texteLong, versionLue } from '#src/kernel/saisie/saisie.ts';
import { joursDe } from '#src/domain/politique/activation/activer.ts';
import {
  exigerEnAttente,
  laSoumission,
  laSoumissionPar,
  membresDuLot,
  type SoumissionPar,
} from '#src/domain/politique/approbation/charger.ts';
import { leBrouillon } from '#src/domain/politique/brouillon/charger.ts';
import { aEtudierDe, deposer } from '#src/domain/politique/approbation/depot.ts';
import { examinerEnsemble, type Demande } from '#src/domain/politique/approbation/examen.ts';
import { demanderEtude, etudeFaite } from '#src/domain/politique/porte/impact-requis.ts';
import { pour, titulaire } from '#src/domain/politique/versions/personne.ts';
import type { Rapports } from '#src/domain/politique/porte/rapports.ts';
import { BrouillonDUnAutre } from '#src/domain/politique/versions/refus.ts';
import { GENRES_DE_VERSION } from '#src/domain/politique/versions/genre.ts';
import { VersionRegle } from '#src/domain/politique/versions/version-regle.ts';
import { sansMarque, TAILLE_MAX } from '#src/engine/lecture.ts';

/** Days asked; when neither is given, those of the file's « applicable ». */
const periode = {
  du: jourFacultatif('Début d’effet', 'regle'),
  au: jourFacultatif('Fin d’effet (exclue)', 'regle'),
};
/** Why the version rules past days: its approver reads it. */
const motifDuPasse = texteLong('Motif', 2000);
const texteDeFichier = z.string().transform(sansMarque).pipe(z.string().max(TAILLE_MAX));

/**
 * Offers a draft for approval; the draft becomes the submission. A shared parameter's takes with it the files
 * that use its values. @throws those of the gate, BrouillonDUnAutre | VersionPerimee
 */
export const soumettre = definirCommande({
  nom: 'regle.soumettre',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: z.object({ id: reference('Brouillon'), version: versionLue(), motif: motifDuPasse, ...periode }),
  charger: leBrouillon,
  async executer(unite, { du, au, motif }, brouillon) {
    const { genre, jeu, texte, depuis, auteur } = brouillon;
    const origine =
      depuis === null
        ? null
        : await unite.em.findOne(VersionRegle, { empreinte: depuis ?? '' }, { fields: ['numero'] });
    const [soumission] = (
      await deposer(unite, [{ genre, jeu, texte, base: origine?.numero }], {
        jours: { du, au },
        motif,
        auteur,
        employeurs: 'reprendre',
      })
    ).filter((une) => une.genre === genre && une.jeu === jeu);
    if (!soumission) throw new Error('a text that passed the gate makes a submission');
    unite.em.remove(brouillon);
    return soumission;
  },
});

const OFFERT = {
  genre: z.enum(GENRES_DE_VERSION),
  jeu: z.string(),
  texte: texteDeFichier,
  base: z.string().nullable().optional(),
};

/** Offers a file of `rules/` for approval. @throws those of the gate */
export const soumettreFichier = definirCommande({
  nom: 'regle.soumettreFichier',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: z.object({ ...OFFERT, motif: motifDuPasse, ...periode, pour }),
  async executer(unite, { du, au, motif, pour: auNomDe, ...offert }) {
    const [soumission] = await deposer(unite, [offert], {
      jours: { du, au },
      motif,
      auteur: titulaire(unite, auNomDe),
      employeurs: 'refuser',
    });
    if (!soumission) throw new Error('a text that passed the gate makes a submission');
    return soumission;
  },
});

const LOT = z.object({
  fichiers: z.array(z.object(OFFERT)).min(1).max(50),
  reprendre: z.boolean().default(false),
  motif: motifDuPasse,
  ...periode,
  pour,
});
const demandeDuLot = (
  unite: UniteDeTravail,
  { du, au, motif, reprendre, pour: auNomDe }: z.output<typeof LOT>,
): Demande => ({
  jours: { du, au },
  motif,
  auteur: titulaire(unite, auNomDe),
  employeurs: reprendre ? 'reprendre' : 'refuser',
});

/**
 * Offers several files of `rules/` at once: approved and put in force together, or not at all. @throws those
 * of the gate
 */
export const soumettreLot = definirCommande({
  nom: 'regle.soumettreLot',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: LOT,
  executer: (unite, saisie) => deposer(unite, saisie.fichiers, demandeDuLot(unite, saisie)),
});

/**
 * The studies files of `rules/` must have before they are submitted and approved in one go.
 * @returns their ids, to be worked on; none when none is needed, or they were made already
 * @throws those of the gate
 */
export const preparerEtudes = definirCommande({
  nom: 'regle.preparerEtudes',
  droit: ['SoumissionRegle', 'soumettre'],
  saisie: LOT,
  async executer(unite, saisie): Promise<string[]> {
    const demande = demandeDuLot(unite, saisie);
    const aFaire: string[] = [];
    for (const examinee of await examinerEnsemble(unite, saisie.fichiers, demande)) {
      const version = aEtudierDe(examinee);
      const etude = version && (await etudeAFaire(unite, version, demande.auteur));
      if (etude) aFaire.push(etude);
    }
    return aFaire;
  },
});

/**
 * The study a submission still waits for. @returns its id; null when its report is there @throws
 * SoumissionTraitee | Introuvable
 */
export const etudierSoumission = definirCommande({
  nom: 'regle.etudierSoumission',
  droit: ['SoumissionRegle', 'completer'],
  saisie: z.object({ id: reference('Version soumise'), version: versionLue(), pour }),
  charger: laSoumission,
  condition: exigerEnAttente,
  async executer(unite, { pour: auNomDe }, soumission): Promise<string | null> {
    const { base, impact } = JSON.parse(soumission.rapports) as Rapports;
    if (impact || !base) return null;
    const [avant] = await lireLignes(
      unite.em,
      tables
        .selectFrom('version_regle')
        .select(['empreinte', 'numero', 'canonique'])
        .where('empreinte', '=', base.empreinte),
    );
    if (!avant) throw new Introuvable('Version');
    const { jeu, numero, canonique } = soumission;
    return etudeAFaire(
      unite,
      { jeu, numero, canonique, base: avant, jours: joursDe(soumission) },
      titulaire(unite, auNomDe),
    );
  },
});

async function etudeAFaire(
  unite: UniteDeTravail,
  version: Parameters<typeof demanderEtude>[1],
  par: string,
): Promise<string | null> {
  return (await etudeFaite(unite, version)) ? null : (await demanderEtude(unite, version, par)).id;
}

/** @throws SoumissionTraitee | BrouillonDUnAutre */
function exigerSienne(unite: UniteDeLecture, { soumission, par }: SoumissionPar): void {
  exigerEnAttente(unite, soumission);
  if (soumission.auteur !== par) throw new BrouillonDUnAutre();
}

/** The author takes his submission back. @throws BrouillonDUnAutre | SoumissionTraitee */
export const retirer = definirCommande({
  nom: 'regle.retirer',
  droit: ['SoumissionRegle', 'retirer'],
  saisie: z.object({
    id: reference('Version soumise'),
    version: versionLue(),
    motif: texteLong('Motif', 2000),
    pour,
  }),
  charger: laSoumissionPar,
  condition: exigerSienne,
  async executer(unite, { motif }, { soumission, par }) {
    for (const membre of await membresDuLot(unite, soumission))
      Object.assign(membre, {
        etat: 'retire',
        traitePar: par,
        traiteLe: unite.maintenant,
        motif: motif === '' ? null : motif,
      });
    return soumission;
  },
});
