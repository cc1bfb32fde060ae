import { dateFr } from '#src/kernel/francais.ts';
import type { UniteDeTravail } from '#src/kernel/commande.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import { ACTES_EN_MOTS, actesSelonLEcheance } from '#src/domain/contractualisation/echeance/echeance.ts';
import { situationContractuelle } from '#src/domain/contractualisation/echeance/situation.ts';
import type { Service } from '#src/domain/contractualisation/service/service.ts';
import {
  prevenirAdministrateurs,
  type PersonneDite,
  type SuiteDite,
} from '#src/domain/contractualisation/vie/ports.ts';
import { Temporal } from 'temporal-polyfill';

const veille = (jour: string): string => Temporal.PlainDate.from(jour).subtract({ days: 1 }).toString();
const liste = (elements: readonly string[]): string => elements.join(' ; ');

/**
 * Tells the administrators in place that a convention is active, what goes on with it and what does not.
 * Returns those written to.
 */
export function annoncerActivation(
  unite: UniteDeTravail,
  convention: Convention,
  {
    invite,
    reconduits,
    suite,
  }: {
    readonly invite: PersonneDite | null;
    readonly reconduits: readonly Service[];
    readonly suite: SuiteDite;
  },
): Promise<readonly PersonneDite[]> {
  const { numero, du, au, renouvelle, partenaire } = convention;
  const renouvelee = Boolean(renouvelle);
  const { interrompueLe, roles, mandats } = suite;
  const phrases = [
    `Votre convention d’accès est ${renouvelee ? 'renouvelée' : 'active'} : la convention n° ${numero} couvre la période du ${dateFr(du)} au ${dateFr(veille(au))} inclus.`,
    reconduits.length > 0 && `Services ouverts : ${reconduits.map(({ libelle }) => libelle).join(', ')}.`,
    renouvelee &&
      interrompueLe === null &&
      roles.length === 0 &&
      'Les rôles et les mandats de vos utilisateurs se poursuivent : il n’y a rien à refaire.',
    interrompueLe !== null &&
      `Votre organisme est sans convention du ${dateFr(interrompueLe)} au ${dateFr(veille(du))} inclus.`,
    roles.length > 0 && `Rôles qui ne se poursuivent pas : ${liste(roles)}.`,
    mandats.length > 0 &&
      `Mandats de responsable habilitations qui ne se poursuivent pas : ${liste(mandats)}.`,
  ].filter((phrase): phrase is string => typeof phrase === 'string');
  return prevenirAdministrateurs(
    unite,
    { partenaire: partenaire.id, ...(invite ? { saufUtilisateur: invite.id } : {}) },
    `Convention d’accès ${renouvelee ? 'renouvelée' : 'active'} : n° ${numero}`,
    phrases,
  );
}

/** Tells the administrators that the Caf ended the convention, from when, and what is still possible then. */
export async function annoncerResiliation(
  unite: UniteDeTravail,
  { numero, partenaire, resilieeLe, motifResiliation }: Convention,
): Promise<void> {
  const le = resilieeLe ?? unite.aujourdhui.toString();
  const { ouverts } = await actesSelonLEcheance(
    unite,
    await situationContractuelle(unite, partenaire.id, le),
  );
  await prevenirAdministrateurs(
    unite,
    { partenaire: partenaire.id },
    `Convention d’accès résiliée à effet du ${dateFr(le)} : n° ${numero}`,
    [
      `Votre Caf a résilié la convention d’accès n° ${numero}. Elle n’est plus en cours à partir du ${dateFr(le)} ; le contrat de service et les bulletins d’adhésion prennent fin avec elle.`,
      ...(motifResiliation ? [`Motif : ${motifResiliation}`] : []),
      ouverts.length > 0
        ? `À partir de ce jour vous pouvez encore : ${ouverts.map((acte) => ACTES_EN_MOTS[acte]).join(', ')}.`
        : 'À partir de ce jour, plus aucune action n’est possible.',
    ],
  );
}
