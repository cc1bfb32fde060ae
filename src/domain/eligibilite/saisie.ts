import { caseACocher, courrielFacultatif, liste, telephoneFacultatif, texteFacultatif, texteLong } from '#src/domain/commun/saisie.ts';

/** The fields of the formulaire d'éligibilité, all optional while it is a draft: the rule file says what is missing. */
export const CHAMPS_DU_FORMULAIRE = {
  representantNom: texteFacultatif('Nom du représentant', 100),
  representantPrenom: texteFacultatif('Prénom du représentant', 100),
  representantFonction: texteFacultatif('Fonction du représentant', 150),
  missionGenerale: texteLong('Mission générale'),
  gestionDelegueeAcceptee: caseACocher(),
  administrateurNom: texteFacultatif('Nom de l’administrateur', 100),
  administrateurPrenom: texteFacultatif('Prénom de l’administrateur', 100),
  administrateurCourriel: courrielFacultatif('Adresse mail de l’administrateur'),
  administrateurTelephone: telephoneFacultatif('Téléphone de l’administrateur'),
  responsableSecuriteNom: texteFacultatif('Nom du responsable sécurité', 100),
  responsableSecuritePrenom: texteFacultatif('Prénom du responsable sécurité', 100),
  responsableSecuriteCourriel: courrielFacultatif('Adresse mail du responsable sécurité'),
  referentCnilNom: texteFacultatif('Nom du référent Cnil', 100),
  referentCnilPrenom: texteFacultatif('Prénom du référent Cnil', 100),
  referentCnilCourriel: courrielFacultatif('Adresse mail du référent Cnil'),
  servicesDemandes: liste('Services demandés'),
};
