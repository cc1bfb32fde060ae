import { compter, dateFr, nombreFr } from '#src/kernel/francais.ts';
import type { CasChange } from '#src/domain/politique/impact/types.ts';
import { direCause, direIssue, type Libelles } from '#src/domain/politique/impact/phrases.ts';
import type { RapportDImpact } from '#src/domain/politique/impact/rapport.ts';
import type {
  Groupe,
  GroupeNomme,
  Ligne,
  LigneDeMontant,
  Volet,
} from '#src/domain/politique/impact/groupes.ts';

/** A report sealed by an earlier release may have another shape. */
export function estUnRapportDImpact(rapport: unknown): rapport is RapportDImpact {
  return (
    typeof rapport === 'object' &&
    rapport !== null &&
    'format' in rapport &&
    rapport.format === 'mcp.impact/1'
  );
}

const compte = ({ libelle, avant, apres }: Ligne) => ({ libelle, avant, apres });
const montant = ({ libelle, avant, apres, ecart, hausses, baisses }: LigneDeMontant) => ({
  libelle,
  avant,
  apres,
  ecart,
  hausses,
  baisses,
});
const groupe = (libelle: string, { cas, changes, issues, montants }: Groupe) => ({
  libelle,
  cas,
  changes,
  issues: issues.map(compte),
  montants: montants.map(montant),
});

/** The report in words, for a screen. @param cafs names by code */
export function montrerImpact(
  rapport: RapportDImpact,
  empreinte: string | null,
  cafs: ReadonlyMap<string, string> = new Map(),
) {
  const {
    avant,
    apres,
    population: { du, au, prisesAvant },
    cas,
    decisions,
    causes,
    changes,
    generes,
    libelles,
  } = rapport;
  const volet = (de: Volet, quoi: string) => montrerVolet(de, quoi, libelles, cafs);
  const periode = [
    du === null ? '' : `dont la date de référence est le ${dateFr(du)} ou après`,
    au === null ? '' : `avant le ${dateFr(au)}`,
  ]
    .filter(Boolean)
    .join(', ');
  return {
    avant: avant.version,
    apres: apres.version,
    empreinte,
    population: `Décisions enregistrées jusqu’au ${dateFr(prisesAvant.slice(0, 10))}${periode === '' ? '' : `, ${periode}`}. Un cas est un dossier ; seule la dernière décision prise sur lui est comptée.`,
    passe: montrerLePasse(rapport, cafs),
    cas: volet(cas, 'cas enregistrés'),
    decisions: `En comptant aussi les décisions remplacées depuis : ${compter(decisions.cas, 'décision')}, dont ${compter(decisions.changes, 'changerait', 'changeraient')}, ${decisions.issueChangee} d’issue.`,
    causes: causes
      .filter((cause) => cause.decisions > 0)
      .map((cause) => ({ texte: direCause(cause, libelles), cas: cause.cas, decisions: cause.decisions })),
    total: changes.total,
    premiers: changes.premiers.map((change) => ({
      id: change.id,
      caf: cafs.get(change.cafId) ?? change.cafId,
      equipement: change.typeEquipement ?? '',
      date: change.dateReference,
      derniere: change.derniere,
      avant: direIssue(change.avant, libelles),
      apres: direIssue(change.apres, libelles),
      cause: direCause(change.cause, libelles),
      calculs: direCalculs(change.calculs, libelles),
    })),
    generes: generes && {
      ...volet(generes.volet, 'cas générés'),
      libelle: generes.libelle,
      graine: generes.graine,
    },
  };
}

const direCalculs = (calculs: CasChange['calculs'], libelles: Libelles): string =>
  calculs
    .map(
      ([nom, de, vers]) =>
        `${libelles.calculs[nom] ?? nom} : ${de?.replace('.', ',') ?? 'absent'} → ${vers?.replace('.', ',') ?? 'absent'}`,
    )
    .join(' ; ');

/** The recorded decisions of past days that would be otherwise; null when the version rules no past day. */
function montrerLePasse({ passe, libelles }: RapportDImpact, cafs: ReadonlyMap<string, string>) {
  if (!passe) return null;
  const { du, au, rejouees, changees, decisions } = passe;
  return {
    du,
    au,
    rejouees,
    changees,
    decisions: decisions.map(({ id, cafId, dateReference, avant, apres, calculs }) => ({
      id,
      caf: cafs.get(cafId) ?? cafId,
      date: dateReference,
      avant: direIssue(avant, libelles),
      apres: direIssue(apres, libelles),
      calculs: direCalculs(calculs, libelles),
    })),
  };
}

function montrerVolet(volet: Volet, quoi: string, libelles: Libelles, cafs: ReadonlyMap<string, string>) {
  const {
    cas,
    changes,
    issueChangee,
    issues,
    etats,
    montants,
    nouveauxManquants,
    nouveauxRefus,
    bloquants,
    parCaf,
    parType,
    passages,
    autresPassages,
  } = volet;
  const nomme = (nom: (cle: string) => string) => (un: GroupeNomme) => groupe(nom(un.cle), un);
  return {
    bilan: `${nombreFr(cas)} ${quoi} : ${compter(changes, 'change', 'changent')}, dont ${nombreFr(issueChangee)} d’issue.`,
    alertes: [
      ...(nouveauxManquants > 0
        ? [
            `${compter(nouveauxManquants, 'cas manquerait', 'cas manqueraient')} de faits que la nouvelle version demande.`,
          ]
        : []),
      ...(nouveauxRefus > 0
        ? [`${compter(nouveauxRefus, 'cas serait refusé', 'cas seraient refusés')} par la nouvelle version.`]
        : []),
      ...(bloquants.apres > bloquants.avant
        ? [
            `${compter(bloquants.apres - bloquants.avant, 'cas de plus serait bloqué', 'cas de plus seraient bloqués')}.`,
          ]
        : []),
    ],
    issues: issues.map(compte),
    etats: etats.map(compte),
    montants: montants.map(montant),
    parCaf: parCaf.map(nomme((cle) => cafs.get(cle) ?? cle)),
    parType: parType.map(nomme((cle) => cle || 'Sans équipement')),
    passages: passages.map(({ avant, apres, cas: nombre }) => ({
      avant: direIssue(avant, libelles),
      apres: direIssue(apres, libelles),
      cas: nombre,
    })),
    autresPassages,
  };
}
