import { perennitesDuJour } from '#src/domain/formulaire/perennite.ts';
import type { Json } from '#src/engine/index.ts';
import { campagnesDeLExercice } from '#src/domain/declaration/campagne/campagne.ts';
import type { UniteDeLecture } from '#src/kernel/commande.ts';
import { parUnite } from '#src/kernel/memo.ts';
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import { situationContractuelle } from '#src/domain/contractualisation/echeance/situation.ts';
import { evaluer } from '#src/domain/formulaire/expressions.ts';
import { animateursDe, type AnimateursDuContexte } from '#src/domain/declaration/contexte/animateurs.ts';
import {
  anterieures,
  decisionsAnterieures,
  transmissionsDeLEquipement,
  type TransmissionDeLEquipement,
} from '#src/domain/declaration/contexte/anterieures.ts';
import { fournisDe, type NomFourni } from '#src/domain/formulaire/catalogue.ts';
import { conventionnementsDeLAnnee } from '#src/domain/declaration/contexte/conventionnements.ts';
import type { SujetDeDeclaration } from '#src/domain/declaration/contexte/sujet.ts';
import type {
  AnterieuresDemandees,
  ContexteDeclare,
  DefinitionDeFormulaire,
} from '#src/domain/formulaire/definition.ts';
import type { ContexteJson } from '#src/domain/formulaire/options.ts';
import { LieuImplantation } from '#src/domain/equipement/equipement.ts';

/**
 * What expressions of a form definition see as `contexte`, on the day of the request: the facts it declares,
 * read once for all the parts of a page. Nothing is read for a fact it does not declare.
 */
export const contexteDe = parUnite(
  (
    unite,
    sujet: SujetDeDeclaration,
    { contexte }: DefinitionDeFormulaire,
    dejaTransmise: boolean,
  ): Promise<ContexteJson> => lireContexte(new Fournisseur(unite, sujet, contexte, dejaTransmise), contexte),
  ({ conventionnement, exercice, perennite }, { id, version, contexte }, dejaTransmise) =>
    [conventionnement.id, exercice, perennite, id, version, dejaTransmise, ...fournisDe(contexte)].join(' '),
);

async function lireContexte(
  fournisseur: Fournisseur,
  declare: ContexteDeclare | undefined,
): Promise<ContexteJson> {
  const contexte: Record<string, Json> = {};
  // One connection serves the transaction: reads follow one another.
  for (const nom of fournisDe(declare)) contexte[nom] = await fournisseur.donner(nom);
  for (const { nom, valeur } of declare?.faits ?? [])
    if (valeur !== undefined) contexte[nom] = evaluer(valeur, { contexte });
  return contexte;
}

/** Gives each fact of the catalogue; what several of them read is read once. */
class Fournisseur {
  private animateurs: Promise<AnimateursDuContexte> | undefined;
  private lieux: Promise<LieuImplantation[]> | undefined;
  private transmissions: Promise<TransmissionDeLEquipement[]> | undefined;
  private readonly anterieures: AnterieuresDemandees;

  constructor(
    private readonly unite: UniteDeLecture,
    private readonly sujet: SujetDeDeclaration,
    declare: ContexteDeclare | undefined,
    private readonly dejaTransmise: boolean,
  ) {
    this.anterieures = declare?.anterieures ?? { exercices: 0, retient: {} };
  }

  /** One per name of the catalogue: the compiler sees that none is missing. */
  private readonly donne: Readonly<Record<NomFourni, () => Json | Promise<Json>>> = {
    exercice: () => this.sujet.exercice,
    perennite: () => this.sujet.perennite,
    debutExercice: () => `${this.sujet.exercice}-01-01`,
    finExercice: () => `${this.sujet.exercice}-12-31`,
    aujourdhui: () => this.unite.aujourdhui.toString(),
    dejaTransmise: () => this.dejaTransmise,
    typeEquipement: () => this.sujet.equipement.type,
    equipement: () => ({ nom: this.sujet.equipement.nom }),
    conventionnement: () => {
      const { etpValide, du, au, numeroMaia } = this.sujet.conventionnement;
      return { etpValide: etpValide ?? null, du, au, numeroMaia: numeroMaia ?? null };
    },
    animateurs: async () => (await this.lireAnimateurs()).animateurs,
    animateursDuRam: async () => (await this.lireAnimateurs()).animateursDuRam,
    absences: async () =>
      (await this.lireAnimateurs()).animateurs.flatMap(({ id, absences }) =>
        absences.map((absence) => ({ animateur: id, ...absence })),
      ),
    lieuUnique: async () => {
      const reference = (await this.lireLieux()).find(
        ({ nature }) => nature === 'unique' || nature === 'principal',
      );
      return reference === undefined ? null : reference.nature === 'unique';
    },
    communes: async () => this.codesDesCommunes(),
    communesDetail: async () =>
      (await this.codesDesCommunes()).map((code) => {
        const { nom = code, departement = null, population = null } = communeDe(code) ?? {};
        return { code, nom, departement, population };
      }),
    campagne: () => campagneDe(this.unite, this.sujet),
    convention: async () => ({ ...(await situationContractuelle(this.unite, this.sujet.partenaire.id)) }),
    anterieures: async () =>
      anterieures(await this.lireTransmissions(), this.sujet, this.anterieures, perennitesDuJour(this.unite)),
    decisionsAnterieures: async () =>
      decisionsAnterieures(this.unite, await this.lireTransmissions(), this.sujet),
    conventionnementsDeLAnnee: () =>
      conventionnementsDeLAnnee(this.unite, this.sujet, () => this.lireTransmissions(), this.anterieures),
  };

  donner(nom: NomFourni): Json | Promise<Json> {
    return this.donne[nom]();
  }

  private lireLieux(): Promise<LieuImplantation[]> {
    return (this.lieux ??= this.unite.em.find(
      LieuImplantation,
      { equipement: this.sujet.equipement.id },
      { orderBy: { nom: 'asc' } },
    ));
  }

  private lireAnimateurs(): Promise<AnimateursDuContexte> {
    const { equipement, conventionnement, exercice } = this.sujet;
    return (this.animateurs ??= animateursDe(this.unite, equipement, conventionnement, exercice));
  }

  private async codesDesCommunes(): Promise<string[]> {
    return [...new Set((await this.lireLieux()).map(({ communeCode }) => communeCode))];
  }

  private lireTransmissions(): Promise<TransmissionDeLEquipement[]> {
    return (this.transmissions ??= transmissionsDeLEquipement(
      this.unite,
      this.sujet,
      this.anterieures.exercices,
    ));
  }
}

async function campagneDe(
  unite: UniteDeLecture,
  { caf, equipement, exercice, perennite }: SujetDeDeclaration,
) {
  const campagne = (await campagnesDeLExercice(unite, caf.id, exercice)).find(
    (une) => une.typeEquipement === equipement.type && une.perennite === perennite,
  );
  return {
    existe: campagne !== undefined,
    ouvreLe: campagne?.ouvreLe ?? null,
    fermeLe: campagne?.fermeLe ?? null,
    fermetureManuelle: campagne?.fermeeManuellement ?? false,
  };
}
