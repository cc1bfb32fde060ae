import type { Faits } from '#src/kernel/registre.ts';
import type {
  ContratService,
  Cote,
  Interlocuteur,
} from '#src/domain/contractualisation/contrat/contrat-service.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import referentiel from '#src/domain/contractualisation/contrat/interlocuteurs.json' with { type: 'json' };

type Contenu = Pick<
  ContratService,
  'horaires' | 'escaladeCaf' | 'escaladePartenaire' | 'servicesAutorises' | 'signeCafLe' | 'signePartenaireLe'
>;
type Signatures = Pick<Convention, 'signeeCafLe' | 'signeePartenaireLe'>;
type Contact = Pick<Interlocuteur, 'cote' | 'fonction'>;

/** Functions the source expects on one side and that nobody holds. */
export function fonctionsManquantes(cote: Cote, interlocuteurs: readonly Contact[]): string[] {
  const tenues = new Set<string>(
    interlocuteurs.filter((contact) => contact.cote === cote).map(({ fonction }) => fonction),
  );
  return referentiel.attendus[cote].filter((fonction) => !tenues.has(fonction));
}

/**
 * What a contract and its convention tell the `contrat` rule file; a side has signed when it signed both
 * documents.
 */
export function faitsDuContrat(
  contrat: Contenu,
  interlocuteurs: readonly Contact[],
  convention: Signatures,
): Faits {
  return {
    interlocuteursCafComplets: fonctionsManquantes('caf', interlocuteurs).length === 0,
    interlocuteursPartenaireComplets: fonctionsManquantes('partenaire', interlocuteurs).length === 0,
    escaladeDecrite: contrat.escaladeCaf.trim() !== '' && contrat.escaladePartenaire.trim() !== '',
    horairesDecrits: contrat.horaires.trim() !== '',
    signatureCaf: Boolean(contrat.signeCafLe && convention.signeeCafLe),
    signaturePartenaire: Boolean(contrat.signePartenaireLe && convention.signeePartenaireLe),
    servicesAutorises: contrat.servicesAutorises.length,
  };
}

/** Field of the contract's form each fact is read from. */
const CHAMPS_PAR_FAIT: Readonly<Record<string, string>> = {
  interlocuteursCafComplets: 'interlocuteurs',
  interlocuteursPartenaireComplets: 'interlocuteurs',
  escaladeDecrite: 'escaladeCaf',
  horairesDecrits: 'horaires',
  signatureCaf: 'signatureCaf',
  signaturePartenaire: 'signaturePartenaire',
  servicesAutorises: 'servicesAutorises',
};

/** Message per field of the form, from findings about facts. */
export function champsDesConstats(
  constats: readonly { readonly champs: readonly string[]; readonly message: string }[],
): Record<string, string> {
  return Object.fromEntries(
    constats.flatMap(({ champs, message }) => champs.map((fait) => [CHAMPS_PAR_FAIT[fait] ?? fait, message])),
  );
}
