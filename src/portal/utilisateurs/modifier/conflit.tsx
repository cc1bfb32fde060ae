import { fusionner } from '#src/kernel/fusion.ts';
import { dateFr, instantFr } from '#src/kernel/francais.ts';
import type { GroupeHabilitation, Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';
import type { ActeDepuis } from '#src/domain/suivi/journal/depuis.ts';
import {
  PageConflit,
  type ChampEnConflit,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { cachesDuChoix, nomDuChoix, type FormulaireRecu } from '#src/portal/fusion.ts';
import { direActe } from '#src/portal/perime.ts';
import { valeursDe } from '#src/portal/utilisateurs/modifier/valeurs.ts';
import {
  CHEMIN_UTILISATEURS,
  FIL_UTILISATEURS,
  LIBELLES_POSTES,
} from '#src/portal/utilisateurs/utilisateur.tsx';

const LIBELLES: Readonly<Record<string, string>> = {
  nom: 'Nom',
  prenom: 'Prénom',
  telephone: 'Téléphone',
  ouvertLe: 'Date d’ouverture',
  closLe: 'Date de clôture',
  poste: 'Poste de travail',
  groupes: 'Groupe d’habilitation',
};

type PropsConflit = Readonly<{
  contexte: ContextePage;
  utilisateur: Utilisateur;
  groupes: readonly GroupeHabilitation[];
  recu: FormulaireRecu;
  /** What was done to the record since the form was opened. */
  actes: readonly ActeDepuis[];
  fuseau: string;
}>;

/** The choice offered to whoever was overtaken by somebody else, against what is recorded now. */
export function ConflitDeModification({ contexte, utilisateur, groupes, recu, actes, fuseau }: PropsConflit) {
  const { id, nom, prenom, version } = utilisateur;
  const actuelles = valeursDe(utilisateur);
  const sansChoix = Object.keys(recu.choix).filter((champ) => recu.choix[champ] === undefined);
  // Asked again for want of a choice: what was typed is compared, not what was chosen so far.
  const saisies = sansChoix.length > 0 ? recu.saisies : recu.valeurs;
  const fusion = fusionner(Object.keys(LIBELLES), { ouvertes: recu.ouvertes, saisies, actuelles });
  const disputes = Object.keys(LIBELLES).filter(
    (champ) => fusion.disputes.includes(champ) || (sansChoix.length > 0 && champ in recu.choix),
  );
  const { repris } = fusion;
  const gardes = fusion.gardes.filter((champ) => !disputes.includes(champ));
  const montrer = (champ: string): ChampEnConflit => {
    const acte = actes.find(({ champs }) => champs.includes(champ));
    return {
      champ,
      libelle: LIBELLES[champ] ?? champ,
      mienne: dire(champ, saisies[champ], groupes),
      leur: dire(champ, actuelles[champ], groupes),
      ...(acte ? { par: `${acte.par}, le ${instantFr(acte.le, fuseau)}` } : {}),
    };
  };
  return (
    <PageConflit
      contexte={contexte}
      titre={`Modifier l’utilisateur ${prenom} ${nom}`}
      fil={[...FIL_UTILISATEURS, { libelle: 'Modifier un utilisateur' }]}
      action={`${CHEMIN_UTILISATEURS}/${id}/modifier`}
      abandonner={`${CHEMIN_UTILISATEURS}/${id}/modifier`}
      version={version}
      actes={actes.map((acte) => direActe(acte, fuseau))}
      disputes={disputes.map(montrer)}
      repris={repris.map(montrer)}
      gardes={gardes.map(montrer)}
      choix={sansChoix.length > 0 ? recu.choix : {}}
      sansChoix={sansChoix}
      nomDuChoix={nomDuChoix}
      caches={cachesDuChoix(saisies, actuelles, { repris, disputes })}
    />
  );
}

function dire(
  champ: string,
  valeur: Saisie['valeurs'][string],
  groupes: readonly GroupeHabilitation[],
): string {
  const textes = (typeof valeur === 'string' ? [valeur] : (valeur ?? [])).filter((un) => un !== '');
  if (champ === 'groupes')
    return (
      textes.map((id) => groupes.find((groupe) => groupe.id === id)?.libelle ?? id).join(', ') || 'aucun'
    );
  const [texte = ''] = textes;
  if (champ === 'poste') return LIBELLES_POSTES[texte as keyof typeof LIBELLES_POSTES] ?? 'non précisé';
  return dateFr(texte) || texte || 'vide';
}
