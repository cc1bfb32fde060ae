/**
 * From texts to submissions: the gate, what each replaces, the files that use shared values, the reports
 * sealed. Together or not at all.
 */
import { randomUUID } from 'node:crypto';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import { estLuParLeCode } from '#src/domain/politique/appels/code.ts';
import {
  demanderEtude,
  etudeFaite,
  rapportDe,
  sansImpact,
  type AEtudier,
} from '#src/domain/politique/porte/impact-requis.ts';
import { sealReports, type Rapports } from '#src/domain/politique/porte/rapports.ts';
import { SoumissionRegle } from '#src/domain/politique/versions/soumission-regle.ts';
import { passeDe } from '#src/domain/politique/versions/activations.ts';
import {
  examinerEnsemble,
  type Demande,
  type Examinee,
  type TexteOffert,
} from '#src/domain/politique/approbation/examen.ts';

/**
 * Passes the gate and offers the versions for approval, together, with their reports sealed; the studies not
 * made yet are asked for. @throws as {@link examinerEnsemble}
 */
export async function deposer(
  unite: UniteDeTravail,
  offerts: readonly TexteOffert[],
  demande: Demande,
): Promise<SoumissionRegle[]> {
  const examinees = await examinerEnsemble(unite, offerts, demande);
  const lot =
    examinees.length > 1
      ? {
          id: randomUUID(),
          membres: examinees.map(({ fichier: { genre, jeu }, numero }) => ({ genre, jeu, numero })),
        }
      : null;
  const soumissions: SoumissionRegle[] = [];
  for (const examinee of examinees) soumissions.push(await deposerUne(unite, examinee, demande, lot));
  return soumissions;
}

async function deposerUne(
  unite: UniteDeTravail,
  examinee: Examinee,
  { motif, auteur }: Demande,
  lot: { readonly id: string; readonly membres: NonNullable<Rapports['lot']> } | null,
): Promise<SoumissionRegle> {
  const {
    fichier: { genre, jeu, texte },
    numero,
    empreinte,
    canonique,
    jours,
    controle,
    base,
    comparaison,
    remplace,
    brouillon,
  } = examinee;
  const impact = await impactDe(unite, examinee, auteur);
  const passe = passeDe(jours, unite.aujourdhui.toString());
  const rapports: Rapports = {
    base: base && { numero: base.numero, empreinte: base.empreinte },
    remplace,
    ...(passe && motif !== '' ? { motifDuPasse: motif } : {}),
    ...(lot ? { lot: lot.membres } : {}),
    verification: { comptes: controle.comptes, analyse: controle.analyse, anomalies: [] },
    comparaison,
    ...(impact ? { impact } : {}),
  };
  const { texte: scelles, empreinte: empreinteRapports } = sealReports(rapports);
  const soumission = unite.em.create(SoumissionRegle, {
    genre,
    jeu,
    numero,
    empreinte,
    canonique,
    texte,
    ...jours,
    lot: lot?.id ?? null,
    niveau: comparaison?.niveau ?? null,
    rapports: scelles,
    empreinteRapports,
    auteur,
    soumisLe: unite.maintenant,
    etat: 'soumis',
    traitePar: null,
    traiteLe: null,
    motif: null,
    signature: null,
  });
  unite.em.persist(soumission);
  if (brouillon) unite.em.remove(brouillon);
  return soumission;
}

/** The report of its study, or why it needs none; one not made yet is asked for, and joins it when it ends. */
async function impactDe(
  unite: UniteDeTravail,
  examinee: Examinee,
  auteur: string,
): Promise<Rapports['impact']> {
  const aEtudier = aEtudierDe(examinee);
  if (!aEtudier) return { sansObjet: sansObjet(examinee) };
  const etude = await etudeFaite(unite, aEtudier);
  const rapport = etude && rapportDe(etude);
  if (!rapport) await demanderEtude(unite, aEtudier, auteur);
  return rapport ?? undefined;
}

/** What its study is about; null when it needs none. */
export function aEtudierDe({
  fichier: { genre, jeu },
  numero,
  canonique,
  base,
  jours,
}: Examinee): AEtudier | null {
  return base && sansImpact(genre, base) === null ? { jeu, numero, canonique, base, jours } : null;
}

function sansObjet({ fichier: { genre, jeu }, base, employeurs }: Examinee): string {
  const pourquoi = sansImpact(genre, base) ?? '';
  if (employeurs === undefined) return pourquoi;
  if (employeurs > 0)
    return `${employeurs === 1 ? 'Un fichier emploie' : `${employeurs} fichiers emploient`} ces valeurs : ${employeurs === 1 ? 'il est soumis' : 'ils sont soumis'} avec ce fichier de paramètres, avec l’étude de ce que le changement fait aux décisions.`;
  return estLuParLeCode(jeu)
    ? `${pourquoi} L’application lit ces valeurs elle-même.`
    : `${pourquoi} Aucun fichier en vigueur n’emploie ces valeurs : ce changement ne se verra nulle part.`;
}
