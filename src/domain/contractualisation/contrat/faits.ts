import type { Faits, Registre } from '#src/kernel/registre.ts';
import type {
  ContratService,
  Cote,
  Interlocuteur,
} from '#src/domain/contractualisation/contrat/contrat-service.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';

type Contenu = Pick<
  ContratService,
  'horaires' | 'escaladeCaf' | 'escaladePartenaire' | 'servicesAutorises' | 'signeCafLe' | 'signePartenaireLe'
>;
type Signatures = Pick<Convention, 'signeeCafLe' | 'signeePartenaireLe'>;
type Contact = Pick<Interlocuteur, 'cote' | 'fonction'>;

/** Functions a contract names on each side. */
export type FonctionsAttendues = Readonly<Record<Cote, readonly string[]>>;

/** What the referential of contacts expects on a day. @throws AucuneVersionApplicable */
export function fonctionsAttendues(registre: Registre, jour: string): FonctionsAttendues {
  const { entrees } = registre.referentiel('interlocuteurs', jour);
  const de = (cote: Cote): string[] =>
    // Its schema has the list on every line.
    entrees.filter(({ attenduDe }) => (attenduDe as readonly Cote[]).includes(cote)).map(({ code }) => code);
  return { caf: de('caf'), partenaire: de('partenaire') };
}

/** Functions expected on one side and that nobody holds. */
export function fonctionsManquantes(
  attendues: FonctionsAttendues,
  cote: Cote,
  interlocuteurs: readonly Contact[],
): string[] {
  const tenues = new Set<string>(
    interlocuteurs.filter((contact) => contact.cote === cote).map(({ fonction }) => fonction),
  );
  return attendues[cote].filter((fonction) => !tenues.has(fonction));
}

/**
 * What a contract and its convention tell the `contrat` rule file; a side has signed when it signed both
 * documents.
 */
export function faitsDuContrat(
  contrat: Contenu,
  interlocuteurs: readonly Contact[],
  convention: Signatures,
  attendues: FonctionsAttendues,
): Faits {
  return {
    interlocuteursCafComplets: fonctionsManquantes(attendues, 'caf', interlocuteurs).length === 0,
    interlocuteursPartenaireComplets:
      fonctionsManquantes(attendues, 'partenaire', interlocuteurs).length === 0,
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
