import {
  caseACocher,
  courrielFacultatif,
  liste,
  nomFacultatif,
  telephoneFacultatif,
  texteFacultatif,
  texteLong,
} from '#src/kernel/saisie/saisie.ts';

/**
 * The fields of the formulaire d'éligibilité, all optional while it is a draft: the rule file says what is
 * missing.
 */
export const CHAMPS_DU_FORMULAIRE = {
  representantNom: nomFacultatif('Nom du représentant', 100),
  representantPrenom: nomFacultatif('Prénom du représentant', 100),
  representantFonction: texteFacultatif('Fonction du représentant', 150),
  missionGenerale: texteLong('Mission générale'),
  gestionDelegueeAcceptee: caseACocher(),
  administrateurNom: nomFacultatif('Nom de l’administrateur', 100),
  administrateurPrenom: nomFacultatif('Prénom de l’administrateur', 100),
  administrateurCourriel: courrielFacultatif('Adresse mail de l’administrateur'),
  administrateurTelephone: telephoneFacultatif('Téléphone de l’administrateur'),
  responsableSecuriteNom: nomFacultatif('Nom du responsable sécurité', 100),
  responsableSecuritePrenom: nomFacultatif('Prénom du responsable sécurité', 100),
  responsableSecuriteCourriel: courrielFacultatif('Adresse mail du responsable sécurité'),
  referentCnilNom: nomFacultatif('Nom du référent Cnil', 100),
  referentCnilPrenom: nomFacultatif('Prénom du référent Cnil', 100),
  referentCnilCourriel: courrielFacultatif('Adresse mail du référent Cnil'),
  servicesDemandes: liste('Services demandés'),
};
