import canonicalize from 'canonicalize';
import { z } from 'zod';
import { compteDe } from '#src/kernel/acteur.ts';
import { PARTIS } from '#src/kernel/fusion.ts';
import {
  definirCommande,
  type Droit,
  type UniteDeLecture,
  type UniteDeTravail,
} from '#src/kernel/commande.ts';
import { reference, versionLue } from '#src/kernel/saisie/saisie.ts';
import { exigerActe } from '#src/domain/contractualisation/echeance/echeance.ts';
import { exigerCapacite } from '#src/domain/declaration/acces.ts';
import { saisir } from '#src/kernel/roles.ts';
import { annoncerAApprouver } from '#src/domain/declaration/annonces.ts';
import { exigerVersionDuVolet, laDeclarationDuVolet, leVolet } from '#src/domain/declaration/charger.ts';
import { Transmission, type Declaration, type EtatDeclaration } from '#src/domain/declaration/declaration.ts';
import { dossierDuBrouillon } from '#src/domain/declaration/dossier.ts';
import { noter } from '#src/domain/declaration/evenements.ts';
import { resteAVerifier } from '#src/domain/formulaire/prefill.ts';
import type { Volet } from '#src/domain/formulaire/definition.ts';
import {
  ChampsInconnus,
  DeclarationFigee,
  SaisieIncomplete,
  VoletTermine,
} from '#src/domain/declaration/refus.ts';
import { fusionnerVolet, type FusionDeVolet } from '#src/domain/formulaire/saisie/fusion.ts';
import { brutDe, lireVolet, type ErreurDeChamp } from '#src/domain/formulaire/saisie/lire.ts';
import { jugerLaSaisie } from '#src/domain/declaration/jugement.ts';
import { problemesATerminer } from '#src/domain/declaration/problemes.ts';
import { COLONNES, rouvrir, voletTermine } from '#src/domain/declaration/volets.ts';

const MODIFIABLES: readonly EtatDeclaration[] = ['brouillon', 'renvoyee', 'retournee'];
const CHAMPS_AU_PLUS = 5000;

const SAISIE = { declaration: reference('Déclaration'), version: versionLue() };
const donneesEnvoyees = z
  .record(z.string().max(200), z.union([z.string().max(20_000), z.array(z.string().max(20_000))]))
  .refine((donnees) => Object.keys(donnees).length <= CHAMPS_AU_PLUS, {
    error: 'Cette saisie contient trop de champs.',
  });
const choixEnvoyes = z.record(
  z.string().max(200),
  z.object({ parti: z.enum(PARTIS), vue: z.record(z.string().max(200), z.string().max(20_000)).nullable() }),
);

/**
 * Its fournisseur, whose convention still lets him type. @throws HabilitationRequise |
 * ActeFermeParLaConvention
 */
async function exigerSaisie(
  unite: UniteDeLecture,
  { equipement, partenaire }: Declaration,
  volet: Volet,
): Promise<void> {
  exigerCapacite(unite, equipement, saisir(volet));
  await exigerActe(unite, 'saisir', partenaire.id);
}

const estModifiable = ({ etat }: Declaration): boolean => MODIFIABLES.includes(etat);
const estOuvert = (declaration: Declaration, volet: Volet): boolean =>
  estModifiable(declaration) && !voletTermine(declaration, volet);

/** @throws VoletTermine | DeclarationFigee */
function exigerOuvert(declaration: Declaration, volet: Volet): void {
  if (voletTermine(declaration, volet) && (estModifiable(declaration) || declaration.etat === 'a-approuver'))
    throw new VoletTermine(volet);
  if (!estModifiable(declaration)) throw new DeclarationFigee(declaration.etat, declaration.equipement.id);
}

/** @throws DeclarationFigee */
function exigerRouvrable(declaration: Declaration): void {
  const { etat, equipement } = declaration;
  if (!estModifiable(declaration) && etat !== 'a-approuver') throw new DeclarationFigee(etat, equipement.id);
}

/** Result of saving a draft: the volet's new version, and what could not be read. */
export interface VoletEnregistre {
  readonly version: number;
  readonly erreurs: readonly ErreurDeChamp[];
  /** What others saved meanwhile made of it; null when the caller did not say what he had opened. */
  readonly fusion: FusionDeVolet | null;
}

/**
 * Saves the draft of one volet as it was typed, errors included. With the values it was opened with
 * (`ouvertes`), what others saved since
 * is kept: what they alone changed stays, and what both changed stays theirs until `choix` says otherwise.
 * @throws HabilitationRequise | VoletModifieAilleurs | VoletTermine | DeclarationFigee | ChampsInconnus
 */
const enregistrer = (volet: Volet, nom: string, droit: Droit) =>
  definirCommande({
    nom,
    droit,
    saisie: z.object({
      ...SAISIE,
      donnees: donneesEnvoyees,
      ouvertes: donneesEnvoyees.optional(),
      choix: choixEnvoyes.optional(),
    }),
    async charger(unite, { declaration: id, version, ouvertes }) {
      const declaration = await laDeclarationDuVolet(unite, volet, id);
      // Finished or sent by somebody else since that page was opened: that is what its author is told.
      if (!ouvertes && !estOuvert(declaration, volet)) exigerVersionDuVolet(declaration, volet, version);
      return declaration;
    },
    async condition(unite, declaration) {
      await exigerSaisie(unite, declaration, volet);
      exigerOuvert(declaration, volet);
    },
    async executer(unite, { version, donnees, ouvertes, choix }, declaration): Promise<VoletEnregistre> {
      const dossier = await dossierDuBrouillon(unite, declaration);
      const { definition, perennite, contexte } = dossier;
      const envoyee = lireVolet(definition, volet, perennite, donnees, contexte);
      if (envoyee.inconnus.length > 0) throw new ChampsInconnus(envoyee.inconnus);
      const actuelles = brutDe(definition, volet, perennite, dossier[volet]);
      const fusion = ouvertes
        ? fusionnerVolet(
            { definition, volet, perennite, contexte },
            { ouvertes, saisies: donnees, actuelles },
            choix,
          )
        : null;
      const lue = fusion ? lireVolet(definition, volet, perennite, fusion.donnees, contexte) : envoyee;
      const colonnes = COLONNES[volet];
      const aVerifier = resteAVerifier(dossier[volet], lue.donnees);
      const saisies = { ...lue.donnees, ...(aVerifier.length > 0 ? { aVerifier } : {}) };
      // Sent twice, as when its first answer was lost or the page was reloaded: the record already holds it.
      if (canonicalize(declaration[colonnes.donnees]) !== canonicalize(saisies)) {
        if (!fusion) exigerVersionDuVolet(declaration, volet, version);
        declaration[colonnes.donnees] = saisies;
        declaration[colonnes.version] += 1;
      }
      return { version: declaration[colonnes.version], erreurs: lue.erreurs, fusion };
    },
  });

/**
 * Says that one volet is complete; with the second, the declaration waits for the approbateur.
 * Who says so has checked the values taken over from another declaration. Blocking findings do not stop it:
 * the approbateur sees them, and they may not be the fournisseur's to correct.
 * @throws HabilitationRequise | VoletModifieAilleurs | VoletTermine | DeclarationFigee | SaisieIncomplete
 */
const completer = (volet: Volet, nom: string, droit: Droit) =>
  definirCommande({
    nom,
    droit,
    saisie: z.object(SAISIE),
    charger: (unite, saisie) => leVolet(unite, volet, saisie),
    async condition(unite, declaration) {
      await exigerSaisie(unite, declaration, volet);
      exigerOuvert(declaration, volet);
      const problemes = problemesATerminer(await jugerLaSaisie(unite, declaration), volet);
      if (Object.keys(problemes).length > 0) throw new SaisieIncomplete(problemes, declaration.equipement.id);
    },
    async executer(unite, _saisie, declaration): Promise<Declaration> {
      const colonnes = COLONNES[volet];
      const { aVerifier: _confirmees, ...donnees } = declaration[colonnes.donnees];
      declaration[colonnes.donnees] = donnees;
      declaration[colonnes.le] = unite.maintenant;
      declaration[colonnes.par] = compteDe(unite.acteur);
      noter(unite, declaration, colonnes.fin);
      if (voletTermine(declaration, 'activite') && voletTermine(declaration, 'finances')) {
        declaration.etat = 'a-approuver';
        await annoncerAApprouver(unite, declaration);
      }
      return declaration;
    },
  });

/**
 * Opens a finished volet again, as long as the declaration is not transmitted.
 * @throws HabilitationRequise | VoletModifieAilleurs | DeclarationFigee
 */
const reprendre = (volet: Volet, nom: string, droit: Droit) =>
  definirCommande({
    nom,
    droit,
    saisie: z.object(SAISIE),
    charger: (unite, saisie) => leVolet(unite, volet, saisie),
    async condition(unite, declaration) {
      await exigerSaisie(unite, declaration, volet);
      exigerRouvrable(declaration);
    },
    async executer(unite, _saisie, declaration): Promise<Declaration> {
      if (!voletTermine(declaration, volet)) return declaration;
      rouvrir(declaration, [volet]);
      if (declaration.etat === 'a-approuver') declaration.etat = await etatDeSaisie(unite, declaration);
      noter(unite, declaration, `${volet}-reprise`);
      return declaration;
    },
  });

/**
 * What a declaration taken up again is: still the one the Caf returned, or the approbateur sent back, if so.
 */
async function etatDeSaisie(unite: UniteDeTravail, declaration: Declaration): Promise<EtatDeclaration> {
  if ((await unite.em.count(Transmission, { declaration: declaration.id })) > 0) return 'retournee';
  return (declaration.motifRenvoi ?? null) === null ? 'brouillon' : 'renvoyee';
}

export const enregistrerActivite = enregistrer('activite', 'declaration.enregistrerActivite', [
  'Declaration',
  'saisirActivite',
]);
export const enregistrerFinances = enregistrer('finances', 'declaration.enregistrerFinances', [
  'Declaration',
  'saisirFinances',
]);
export const completerActivite = completer('activite', 'declaration.completerActivite', [
  'Declaration',
  'completerActivite',
]);
export const completerFinances = completer('finances', 'declaration.completerFinances', [
  'Declaration',
  'completerFinances',
]);
export const rouvrirActivite = reprendre('activite', 'declaration.reprendreActivite', [
  'Declaration',
  'completerActivite',
]);
export const rouvrirFinances = reprendre('finances', 'declaration.reprendreFinances', [
  'Declaration',
  'completerFinances',
]);
