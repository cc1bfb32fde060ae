import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Acteur } from '#src/kernel/acteur.ts';
import type { Commande, Executeur, UniteDeLecture } from '#src/kernel/commande.ts';
import { BaseIndisponible, Refus } from '#src/kernel/refus.ts';
import { cloturerAgent } from '#src/domain/acces/agent/commandes.ts';
import { AgentCaf } from '#src/domain/acces/compte/compte.ts';
import { fermerCampagne } from '#src/domain/declaration/campagne/commandes.ts';
import { Campagne } from '#src/domain/declaration/campagne/campagne.ts';
import { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { resilierConvention } from '#src/domain/contractualisation/vie/commandes.ts';
import { Declaration } from '#src/domain/declaration/declaration.ts';
import { retourner } from '#src/domain/declaration/commandes/traitement.ts';
import { effetsDe } from '#src/domain/suivi/effets/effets.ts';
import { type Effet } from '#src/domain/suivi/effets/effet.ts';
import { takeSnapshot } from '#src/domain/suivi/effets/take-snapshot.ts';
import { type Perimetre, type Snapshot } from '#src/domain/suivi/effets/snapshot.ts';
import { deciderEligibilite } from '#src/domain/contractualisation/eligibilite/commandes.ts';
import { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import { Habilitation } from '#src/domain/delegation/habilitation/habilitation.ts';
import { terminerHabilitation } from '#src/domain/delegation/habilitation/terminer.ts';
import {
  refuserHabilitation,
  suspendreHabilitation,
  validerHabilitation,
} from '#src/domain/delegation/habilitation/traiter.ts';
import { terminerMandat } from '#src/domain/delegation/gerer-mandat/commandes.ts';
import { Mandat } from '#src/domain/delegation/mandat/mandat.ts';
import { retirerDelegation } from '#src/domain/delegation/gerer-mandat/precaution.ts';
import { cloturerUtilisateur } from '#src/domain/delegation/gerer-utilisateur/commandes.ts';
import { imposerMotDePasse } from '#src/domain/delegation/gerer-utilisateur/precaution.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

type EntiteDePartenaire =
  | typeof Convention
  | typeof Declaration
  | typeof FormulaireEligibilite
  | typeof Habilitation
  | typeof Mandat
  | typeof Utilisateur;

/** An act whose consequences are told before it is done. */
interface ActeAnnonce {
  readonly nom: string;
  readonly perimetre: (
    unite: UniteDeLecture,
    saisie: Readonly<Record<string, unknown>>,
  ) => Promise<Perimetre | null>;
  /** Field that says from which day on; today when it is empty. */
  readonly jour: string | null;
}

/** @param champ field of the input that names the record */
function acte<Schema extends z.ZodType>(
  { nom }: Commande<Schema, unknown>,
  entite: EntiteDePartenaire,
  champ: keyof z.output<Schema> & string,
  jour: (keyof z.output<Schema> & string) | null = null,
): ActeAnnonce {
  return {
    nom,
    jour,
    async perimetre({ em }, saisie) {
      const fiche = await em.findOne(entite as typeof Utilisateur, { id: String(saisie[champ]) });
      return fiche && { partenaire: fiche.partenaire.id };
    },
  };
}

const ACTES: ReadonlyMap<string, ActeAnnonce> = new Map(
  [
    acte(resilierConvention, Convention, 'convention', 'le'),
    acte(cloturerUtilisateur, Utilisateur, 'id', 'closLe'),
    acte(imposerMotDePasse, Utilisateur, 'id'),
    acte(terminerHabilitation, Habilitation, 'id', 'au'),
    acte(validerHabilitation, Habilitation, 'id'),
    acte(refuserHabilitation, Habilitation, 'id'),
    acte(suspendreHabilitation, Habilitation, 'id'),
    acte(terminerMandat, Mandat, 'id'),
    acte(retirerDelegation, Mandat, 'id'),
    acte(deciderEligibilite, FormulaireEligibilite, 'formulaire'),
    acte(retourner, Declaration, 'declaration'),
    {
      nom: cloturerAgent.nom,
      jour: 'closLe',
      async perimetre({ em }, saisie) {
        const agent = await em.findOne(AgentCaf, { id: String(saisie['agent']) });
        return agent && { agentsDe: agent.caf.id };
      },
    } satisfies ActeAnnonce,
    {
      nom: fermerCampagne.nom,
      jour: null,
      async perimetre({ em }, saisie) {
        const campagne = await em.findOne(Campagne, { id: String(saisie['campagne']) });
        return campagne && { campagne };
      },
    } satisfies ActeAnnonce,
  ].map((annonce) => [annonce.nom, annonce]),
);

/** What an act would do. */
export interface Consequences {
  /** Day they are seen on, `AAAA-MM-JJ`: that from which the act has effect. */
  readonly le: string;
  readonly effets: readonly Effet[];
  /** Fingerprint of all of it: what a person confirmed is what is still true. */
  readonly empreinte: string;
}

/**
 * What was read before the click is no longer what the act would do: another day was chosen, or somebody
 * acted meanwhile.
 */
export class ConsequencesChangees extends Refus {
  override readonly statut = 409;
  constructor() {
    super(
      'Les conséquences ne sont plus celles que vous avez lues : une date a changé, ou quelqu’un a agi entre-temps. Rien n’est enregistré : relisez-les ci-dessous, puis confirmez.',
    );
  }
}

/**
 * Makes sure an act still does what the person was told it would.
 * @param lue fingerprint of what he was shown; a caller who was shown nothing gives none
 * @throws ConsequencesChangees
 */
export async function exigerAnnoncees(
  executeur: Executeur,
  acteur: Acteur,
  commande: Commande<z.ZodType, unknown>,
  brut: Readonly<Record<string, unknown>>,
  lue: unknown,
): Promise<void> {
  if (typeof lue !== 'string' || lue === '') return;
  const consequences = await consequencesDe(executeur, acteur, commande, brut);
  if (consequences && consequences.empreinte !== lue) throw new ConsequencesChangees();
}

/** Stands for the reason that is not typed yet: it changes nothing of what follows. */
const MOTIF_A_VENIR = 'Motif à saisir';

/**
 * The consequences of an act as it is about to be done, by doing it and undoing it.
 * @returns null for an act that has none to tell, or that would be refused as it stands: the act itself says
 *   why
 */
export async function consequencesDe(
  executeur: Executeur,
  acteur: Acteur,
  commande: Commande<z.ZodType, unknown>,
  brut: Readonly<Record<string, unknown>>,
): Promise<Consequences | null> {
  const annonce = ACTES.get(commande.nom);
  if (!annonce) return null;
  // The act leaves what it bears upon where it is.
  let perimetre: Perimetre | null | undefined;
  try {
    const { avant, apres, courriels } = await executeur.essayer(
      acteur,
      commande,
      aEssayer(commande, brut),
      async (unite, lue) => {
        const saisie = lue as Readonly<Record<string, unknown>>;
        perimetre ??= await annonce.perimetre(unite, saisie);
        const jour = annonce.jour === null ? null : saisie[annonce.jour];
        return (
          perimetre &&
          takeSnapshot(unite, perimetre, typeof jour === 'string' ? jour : unite.aujourdhui.toString())
        );
      },
    );
    return avant && apres && dire(avant, apres, courriels);
  } catch (erreur) {
    if (erreur instanceof Refus && !(erreur instanceof BaseIndisponible)) return null;
    throw erreur;
  }
}

function dire(
  avant: Snapshot,
  apres: Snapshot,
  courriels: Parameters<typeof effetsDe>[0]['courriels'],
): Consequences {
  const effets = effetsDe({ avant, apres, courriels });
  return {
    le: apres.jour,
    effets,
    empreinte: createHash('sha256')
      .update(JSON.stringify([apres.jour, effets]))
      .digest('hex')
      .slice(0, 32),
  };
}

/**
 * What the command would be given of a page not sent yet: the fields it knows, and a reason where it asks for
 * one.
 */
function aEssayer(
  { saisie }: Commande<z.ZodType, unknown>,
  brut: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const champs = saisie instanceof z.ZodObject ? Object.keys(saisie.shape) : Object.keys(brut);
  const connus = Object.fromEntries(Object.entries(brut).filter(([champ]) => champs.includes(champ)));
  const { motif } = connus;
  return champs.includes('motif') && (typeof motif !== 'string' || motif.trim() === '')
    ? { ...connus, motif: MOTIF_A_VENIR }
    : connus;
}

/** Lines of an effect that a page shows before « et N autres ». */
const MONTRES = 8;

/** The first lines of an effect, and how many are left out. */
export function bornerEffet({ elements }: Pick<Effet, 'elements'>): {
  readonly montres: readonly string[];
  readonly autres: number;
} {
  // Never « et 1 autre »: the line would take as much room.
  const montres = elements.length <= MONTRES + 1 ? elements : elements.slice(0, MONTRES);
  return { montres, autres: elements.length - montres.length };
}
