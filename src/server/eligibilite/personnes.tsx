import {
  ChampTexte,
  GrilleChamps,
  GroupeChamps,
  erreurDe,
  texteDe,
  type Saisie,
} from '#src/portal/composants/index.ts';

/** The people the Caf will write to. */
export function Personnes({ saisie }: Readonly<{ saisie: Saisie }>) {
  return (
    <>
      <Personne
        prefixe="administrateur"
        titre="Administrateur partenaire"
        requis
        telephone
        saisie={saisie}
        indice="Il représente l’organisme auprès de la Caf, crée les utilisateurs et attribue les habilitations. Il recevra une invitation par mail à l’activation de la convention."
      />
      <Personne
        prefixe="responsableSecurite"
        titre="Responsable sécurité"
        saisie={saisie}
        indice="Interlocuteur de la Caf en cas d’incident. Le contrat de service le désigne."
      />
      <Personne
        prefixe="referentCnil"
        titre="Référent Cnil"
        saisie={saisie}
        indice="Interlocuteur pour les données personnelles. Le contrat de service le désigne."
      />
    </>
  );
}

function Personne({
  prefixe,
  titre,
  indice,
  requis,
  telephone,
  saisie,
}: Readonly<{
  prefixe: string;
  titre: string;
  indice: string;
  requis?: boolean;
  telephone?: boolean;
  saisie: Saisie;
}>) {
  const champ = (suffixe: string) => ({
    nom: `${prefixe}${suffixe}`,
    valeur: texteDe(saisie, `${prefixe}${suffixe}`),
    erreur: erreurDe(saisie, `${prefixe}${suffixe}`),
  });
  return (
    <GroupeChamps titre={titre} indice={indice}>
      <GrilleChamps>
        <ChampTexte {...champ('Nom')} libelle="Nom :" requis={requis} longueurMax={100} />
        <ChampTexte {...champ('Prenom')} libelle="Prénom :" requis={requis} longueurMax={100} />
        <ChampTexte
          {...champ('Courriel')}
          libelle="Adresse mail :"
          type="email"
          requis={requis}
          longueurMax={254}
          correction={false}
        />
        {telephone && (
          <ChampTexte {...champ('Telephone')} libelle="Téléphone :" type="tel" longueurMax={40} />
        )}
      </GrilleChamps>
    </GroupeChamps>
  );
}
