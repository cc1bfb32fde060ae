import { Temporal } from 'temporal-polyfill';
import type { PartenaireDeDemonstration, RamDeDemonstration } from '#src/cli/demonstration/donnees.ts';
import { adresse } from '#src/cli/demonstration/donnees.ts';
import type { Scene } from '#src/cli/demonstration/scene.ts';
import { signerLesContrats } from '#src/cli/demonstration/signatures.ts';
import { creerBulletin } from '#src/domain/contractualisation/bulletin/commandes.ts';
import type { ActeurAgent } from '#src/kernel/acteur.ts';
import type { Faire } from '#src/kernel/commande.ts';
import { communeDe } from '#src/domain/territoire/commune/communes.ts';
import { creerContrat } from '#src/domain/contractualisation/contrat/commandes.ts';
import {
  activerConvention,
  creerConvention,
  signerConvention,
} from '#src/domain/contractualisation/vie/commandes.ts';
import type { Convention } from '#src/domain/contractualisation/convention/convention.ts';
import {
  completerFormulaire,
  creerFormulaire,
  deciderEligibilite,
} from '#src/domain/contractualisation/eligibilite/commandes.ts';
import {
  ajouterAnimateur,
  ajouterLieu,
  creerConventionnement,
  creerEquipement,
  validerConventionnement,
  validerProfil,
} from '#src/domain/equipement/commandes.ts';
import { creerOrganismePartenaire } from '#src/domain/contractualisation/organisme/commandes.ts';
import { Utilisateur } from '#src/domain/delegation/utilisateur/utilisateur.ts';

export interface RamInstalle {
  readonly equipementId: string;
  readonly conventionnementId: string;
  readonly decrit: RamDeDemonstration;
}
export interface PartenaireInstalle {
  readonly id: string;
  readonly nom: string;
  readonly decrit: PartenaireDeDemonstration;
  /** Account and user of the administrateur partenaire, opened by the activation of the convention. */
  readonly administrateur: { readonly compteId: string; readonly utilisateurId: string } | null;
  readonly rams: readonly RamInstalle[];
}

/** « Ville de » or « Communauté de communes de »… : the partner's name from its place. */
function nommer(decrit: PartenaireDeDemonstration): string {
  if (decrit.nom !== '') return decrit.nom;
  const ville = communeDe(decrit.communeCode)?.nom ?? decrit.communeCode;
  if (decrit.forme === 'epci') return `Communauté de communes du secteur de ${ville}`;
  return decrit.forme === 'association' ? `Association Enfance et Familles – ${ville}` : `Mairie – ${ville}`;
}

const MISSION =
  'Gestion d’un relais assistants maternels : lieu d’information et d’animation pour les familles et les professionnels.';
/**
 * Everything partners sign and run, from their first form to their conventionnements, on one day.
 * @param ramsDepuis since when their Ram are open
 */
export async function installerPartenaires(
  scene: Scene,
  agent: ActeurAgent,
  partenaires: readonly PartenaireDeDemonstration[],
  le: string,
  ramsDepuis: string,
): Promise<PartenaireInstalle[]> {
  const installes: PartenaireInstalle[] = [];
  scene.le(le);
  for (const decrit of partenaires) {
    installes.push(await scene.jouer(agent, (faire) => installer(faire, decrit, le, ramsDepuis)));
  }
  // The accounts that activation opened are read once, for all.
  const utilisateurs = await scene.lire(agent, ({ em }) => em.find(Utilisateur, { administrateur: true }));
  return installes.map((installe) => {
    const trouve = utilisateurs.find(({ partenaire }) => partenaire.id === installe.id);
    return {
      ...installe,
      administrateur: trouve ? { compteId: trouve.compte.id, utilisateurId: trouve.id } : null,
    };
  });
}

async function installer(
  faire: Faire,
  decrit: PartenaireDeDemonstration,
  debut: string,
  ramsDepuis: string,
): Promise<PartenaireInstalle> {
  const nom = nommer(decrit);
  const lieu = communeDe(decrit.communeCode);
  const partenaire = await faire(creerOrganismePartenaire, {
    siren: decrit.siren,
    raisonSociale: nom,
    forme: decrit.forme,
    adresse: '1 place de la Mairie',
    codePostal: lieu?.codesPostaux[0],
    communeCode: decrit.communeCode,
  });
  const installe = (rams: readonly RamInstalle[]): PartenaireInstalle => ({
    id: partenaire.id,
    nom,
    decrit,
    administrateur: null,
    rams,
  });
  const brouillon = await faire(creerFormulaire, { partenaire: partenaire.id });
  if (decrit.situation === 'brouillon') return installe([]);
  const { administrateur, directrice, finances } = decrit.equipe;
  const complet = await faire(completerFormulaire, {
    formulaire: brouillon.id,
    version: brouillon.version,
    representantNom: administrateur.nom,
    representantPrenom: administrateur.prenom,
    representantFonction: 'Directrice générale des services',
    missionGenerale: MISSION,
    gestionDelegueeAcceptee: decrit.situation === 'non-eligible' ? '' : 'oui',
    administrateurNom: administrateur.nom,
    administrateurPrenom: administrateur.prenom,
    administrateurCourriel: adresse(administrateur, decrit.domaine),
    administrateurTelephone: '02 00 00 00 01',
    responsableSecuriteNom: finances.nom,
    responsableSecuritePrenom: finances.prenom,
    responsableSecuriteCourriel: adresse(finances, decrit.domaine),
    referentCnilNom: directrice.nom,
    referentCnilPrenom: directrice.prenom,
    referentCnilCourriel: adresse(directrice, decrit.domaine),
    servicesDemandes: decrit.situation === 'non-eligible' ? [] : ['AFAS', 'CDAP'],
  });
  await faire(deciderEligibilite, { formulaire: complet.id, version: complet.version });
  if (decrit.situation === 'non-eligible' || decrit.situation === 'eligible-sans-convention')
    return installe([]);
  const rams: RamInstalle[] = [];
  for (const ram of decrit.rams) rams.push(await installerRam(faire, partenaire.id, decrit, ram, ramsDepuis));
  const convention = await faire(creerConvention, { partenaire: partenaire.id, du: debut });
  await faire(creerContrat, { convention: convention.id });
  if (decrit.situation === 'en-attente-de-signature') {
    await faire(signerConvention, {
      convention: convention.id,
      version: convention.version,
      cote: 'partenaire',
      par: signataire(decrit),
      le: debut,
    });
    return installe(rams);
  }
  await signerEtActiver(faire, decrit, convention, debut);
  await faire(creerBulletin, {
    convention: convention.id,
    service: 'AFAS',
    portee: 'locale',
    roles: ['FOURNISSEUR_ACTIVITE', 'FOURNISSEUR_FINANCIER', 'APPROBATEUR', 'CONSULTANT'],
  });
  return installe(rams);
}

/** Signatures of both sides on both documents, then the activation. */
export async function signerEtActiver(
  faire: Faire,
  decrit: PartenaireDeDemonstration,
  convention: Convention,
  le: string,
): Promise<void> {
  const parPartenaire = signataire(decrit);
  const parCaf = 'La direction de la Caf (démonstration)';
  const signee = await faire(signerConvention, {
    convention: convention.id,
    version: convention.version,
    cote: 'partenaire',
    par: parPartenaire,
    le,
  });
  const { id, version } = await faire(signerConvention, {
    convention: signee.id,
    version: signee.version,
    cote: 'caf',
    par: parCaf,
    le,
  });
  await faire(signerLesContrats, { convention: id, parPartenaire, parCaf, le });
  await faire(activerConvention, { convention: id, version });
}

const signataire = ({ equipe: { administrateur } }: PartenaireDeDemonstration): string =>
  `${administrateur.prenom} ${administrateur.nom}, directrice générale des services`;

async function installerRam(
  faire: Faire,
  partenaire: string,
  decrit: PartenaireDeDemonstration,
  ram: RamDeDemonstration,
  debut: string,
): Promise<RamInstalle> {
  const lieu = communeDe(decrit.communeCode);
  const equipement = await faire(creerEquipement, {
    partenaire,
    type: 'RAM',
    nom: ram.nom,
    bureauAnimateur: 'oui',
    salleAttente: 'oui',
    salleAnimation: 'oui',
    projetFonctionnement: 'oui',
    ouvertLe: debut,
    lieuNature: ram.itinerant ? 'principal' : 'unique',
    lieuNom: 'Maison de l’enfance',
    lieuAdresse: '3 rue des Écoles',
    lieuCodePostal: lieu?.codesPostaux[0],
    lieuCommuneCode: decrit.communeCode,
  });
  if (ram.itinerant)
    await faire(ajouterLieu, {
      equipement: equipement.id,
      nature: 'activite',
      nom: 'Salle des fêtes',
      communeCode: decrit.communeCode,
    });
  const animateurs: string[] = [];
  for (const decritAnimateur of ram.animateurs) {
    const animateur = await faire(ajouterAnimateur, {
      equipement: equipement.id,
      ...decritAnimateur,
      du: debut,
    });
    await faire(validerProfil, {
      animateur: animateur.id,
      version: animateur.version,
      valide: 'oui',
      le: debut,
    });
    animateurs.push(animateur.id);
  }
  const jour = Temporal.PlainDate.from(debut);
  const conventionnement = await faire(creerConventionnement, {
    equipement: equipement.id,
    numeroMaia: '',
    du: debut,
    au: jour.add({ years: 5 }).toString(),
    animateurs,
  });
  await faire(validerConventionnement, {
    conventionnement: conventionnement.id,
    version: conventionnement.version,
    instance: 'conseil-administration',
    valideLe: debut,
    etpValide: ram.etpValide,
  });
  return { equipementId: equipement.id, conventionnementId: conventionnement.id, decrit: ram };
}
