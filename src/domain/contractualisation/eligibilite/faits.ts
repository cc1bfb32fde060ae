import type { Faits } from '#src/kernel/registre.ts';
import type { FormulaireEligibilite } from '#src/domain/contractualisation/eligibilite/formulaire-eligibilite.ts';
import type { Organisme } from '#src/domain/contractualisation/organisme/organisme.ts';

type Reponses = Pick<
  FormulaireEligibilite,
  | 'representantNom'
  | 'representantPrenom'
  | 'representantFonction'
  | 'missionGenerale'
  | 'gestionDelegueeAcceptee'
  | 'administrateurNom'
  | 'administrateurPrenom'
  | 'administrateurCourriel'
  | 'servicesDemandes'
>;
type Identite = Pick<Organisme, 'siren' | 'raisonSociale' | 'adresse' | 'codePostal' | 'communeCode'>;

const remplis = (...valeurs: readonly (string | null | undefined)[]): boolean =>
  valeurs.every((valeur) => valeur !== null && valeur !== undefined && valeur.trim() !== '');

/** What a form tells the `eligibilite` rule file. */
export function faitsDEligibilite(formulaire: Reponses, organisme: Identite): Faits {
  return {
    identiteComplete: remplis(
      organisme.siren,
      organisme.raisonSociale,
      organisme.adresse,
      organisme.codePostal,
      organisme.communeCode,
    ),
    representantDesigne: remplis(
      formulaire.representantNom,
      formulaire.representantPrenom,
      formulaire.representantFonction,
    ),
    missionDecrite: remplis(formulaire.missionGenerale),
    gestionDelegueeAcceptee: formulaire.gestionDelegueeAcceptee,
    administrateurDesigne: remplis(
      formulaire.administrateurNom,
      formulaire.administrateurPrenom,
      formulaire.administrateurCourriel,
    ),
    servicesDemandes: formulaire.servicesDemandes.length,
  };
}

/** Fields of the form each fact is made of, so that a finding points at something a person can fill in. */
export const CHAMPS_PAR_FAIT: Readonly<Record<string, readonly string[]>> = {
  identiteComplete: [],
  representantDesigne: ['representantNom', 'representantPrenom', 'representantFonction'],
  missionDecrite: ['missionGenerale'],
  gestionDelegueeAcceptee: ['gestionDelegueeAcceptee'],
  administrateurDesigne: ['administrateurNom', 'administrateurPrenom', 'administrateurCourriel'],
  servicesDemandes: ['servicesDemandes'],
};
