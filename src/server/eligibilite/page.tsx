import type { FormulaireARemplir } from '#src/domain/contractualisation/eligibilite/lectures.ts';
import { CHAMPS_PAR_FAIT } from '#src/domain/contractualisation/eligibilite/faits.ts';
import type { Decision } from '#src/kernel/decision/decision.ts';
import {
  Actions,
  Alerte,
  Bouton,
  Carte,
  ChampCase,
  ChampCases,
  ChampTexte,
  ChampZone,
  Depliable,
  Formulaire,
  GrilleChamps,
  GroupeChamps,
  ListeResume,
  Page,
  erreurDe,
  listeDe,
  texteDe,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import { Personnes } from '#src/server/eligibilite/personnes.tsx';
import { compter, dateFr, telephoneFr } from '#src/kernel/francais.ts';

type Contexte = Readonly<{ contexte: ContextePage; aRemplir: FormulaireARemplir }>;
type PropsFormulaire = Contexte &
  Readonly<{
    /** The link itself: the form posts to it. */
    action: string;
    saisie: Saisie;
    /** The answers recorded changed while these were typed. */
    perimee?: boolean;
  }>;

/** The formulaire d'éligibilité as an invited partner fills it in. */
export function PageFormulaireEligibilite({ contexte, aRemplir, action, saisie, perimee }: PropsFormulaire) {
  const { formulaire, decision, organisme, caf, services } = aRemplir;
  return (
    <Page
      contexte={contexte}
      titre="Formulaire d’éligibilité"
      largeur="etroite"
      fil={null}
      enErreur={saisie.erreurs.length > 0}
      chapeau={
        <p>
          {caf.nom} prépare l’accès de {organisme.raisonSociale} à Mon Compte Partenaire. Vos réponses servent
          à établir les documents contractuels. Les champs marqués d’un astérisque (*) sont nécessaires pour
          être éligible ; vous pouvez enregistrer un brouillon et revenir par le même lien.
        </p>
      }
    >
      <div className="pile">
        {decision && saisie.erreurs.length === 0 && <Resultat decision={decision} />}
        {perimee && (
          <Alerte ton="attention" titre="Le formulaire a été modifié entre-temps">
            Vos réponses sont reprises ci-dessous. Vérifiez-les, puis enregistrez-les à nouveau : elles
            remplaceront celles de l’autre personne.
          </Alerte>
        )}
        <Formulaire action={action} erreurs={saisie.erreurs} caches={{ version: String(formulaire.version) }}>
          <Organisme organisme={organisme} caf={caf} />
          <Reponses saisie={saisie} />
          <Personnes saisie={saisie} />
          <GroupeChamps titre="Services demandés">
            <ChampCases
              nom="servicesDemandes"
              libelle="Services auxquels vous souhaitez accéder :"
              requis
              valeurs={listeDe(saisie, 'servicesDemandes')}
              erreur={erreurDe(saisie, 'servicesDemandes')}
              choix={services.map((service) => ({
                valeur: service.id,
                libelle: service.libelle,
                indice: service.description,
              }))}
            />
          </GroupeChamps>
          <Actions>
            <Bouton variante="secondaire" nom="envoi" valeur="brouillon" sansValidation>
              Enregistrer le brouillon
            </Bouton>
            <Bouton nom="envoi" valeur="definitif">
              Envoyer le formulaire
            </Bouton>
          </Actions>
        </Formulaire>
      </div>
    </Page>
  );
}

function Organisme({ organisme, caf }: Pick<FormulaireARemplir, 'organisme' | 'caf'>) {
  return (
    <Carte titre="Votre organisme" id="organisme">
      <ListeResume
        lignes={[
          { terme: 'Dénomination', valeur: organisme.raisonSociale },
          { terme: 'Numéro Siren', valeur: organisme.siren.replace(/(\d{3})(?=\d)/g, '$1 ') },
          {
            terme: 'Adresse',
            valeur: [organisme.adresse, [organisme.codePostal, organisme.commune].filter(Boolean).join(' ')]
              .filter(Boolean)
              .join(', '),
          },
        ]}
      />
      <p className="discret">
        Une erreur ? Signalez-la à votre Caf{caf.courriel ? ` : ${caf.courriel}` : ''}
        {caf.telephone ? `, ${telephoneFr(caf.telephone)}` : ''}. Elle seule peut corriger ces informations.
      </p>
    </Carte>
  );
}

/** Who signs, what the organisme does, and whether it manages its own habilitations. */
function Reponses({ saisie }: Readonly<{ saisie: Saisie }>) {
  const texte = (nom: string) => ({ nom, valeur: texteDe(saisie, nom), erreur: erreurDe(saisie, nom) });
  return (
    <>
      <GroupeChamps titre="Représentant légal" indice="La personne habilitée à signer la convention d’accès.">
        <GrilleChamps>
          <ChampTexte {...texte('representantNom')} libelle="Nom :" requis longueurMax={100} />
          <ChampTexte {...texte('representantPrenom')} libelle="Prénom :" requis longueurMax={100} />
        </GrilleChamps>
        <ChampTexte
          {...texte('representantFonction')}
          libelle="Fonction :"
          requis
          longueurMax={150}
          indice="Par exemple : maire, présidente de l’association."
        />
      </GroupeChamps>
      <GroupeChamps titre="Mission">
        <ChampZone
          {...texte('missionGenerale')}
          libelle="Mission générale de l’organisme :"
          requis
          lignes={5}
          longueurMax={5000}
          indice="En quelques phrases, votre mission auprès des familles. La convention d’accès la reprend."
        />
      </GroupeChamps>
      <GroupeChamps titre="Gestion des habilitations">
        <ChampCase
          nom="gestionDelegueeAcceptee"
          libelle="Nous acceptons la gestion déléguée"
          requis
          coche={texteDe(saisie, 'gestionDelegueeAcceptee') !== ''}
          erreur={erreurDe(saisie, 'gestionDelegueeAcceptee')}
          indice="Votre organisme crée lui-même ses utilisateurs et leur attribue leurs habilitations, par son administrateur partenaire."
        />
      </GroupeChamps>
    </>
  );
}

/** Where each certainty of a rule comes from, in words. */
const CERTITUDES = {
  explicite: 'écrit dans le texte de référence',
  interpretation: 'interprétation du texte de référence, à confirmer',
  'silence-de-la-source': 'le texte de référence n’en dit rien',
  fictif: 'valeur fictive',
} as const;

/** The decision with every reason, what to correct, the rule, its version, source and certainty. */
function Resultat({ decision }: { decision: Decision }) {
  const bloquants = decision.constats.filter(({ gravite }) => gravite === 'bloquant');
  return (
    <Alerte
      ton="attention"
      titre={`Votre organisme n’est pas encore éligible : ${compter(bloquants.length, 'point')} à corriger`}
    >
      <ul className="pile">
        {bloquants.map((constat) => (
          <li key={constat.regle}>
            <Raison message={constat.message} champs={constat.champs} />
            <p>{constat.commentCorriger}</p>
          </li>
        ))}
      </ul>
      <Depliable titre="Pourquoi cette décision ?">
        <p>
          Décision du {dateFr(decision.dateReference)}, règles « {decision.jeu} » version{' '}
          {decision.versionRegle}.
        </p>
        <ListeResume
          lignes={bloquants.map(({ regle, source, certitude }) => ({
            terme: `Règle ${regle}`,
            valeur: `${source} (${CERTITUDES[certitude]})`,
          }))}
        />
      </Depliable>
    </Alerte>
  );
}

function Raison({ message, champs }: Readonly<{ message: string; champs: readonly string[] }>) {
  const cible = champs.flatMap((fait) => CHAMPS_PAR_FAIT[fait] ?? [])[0];
  return (
    <p>
      <strong>{cible ? <a href={`#${cible}`}>{message}</a> : message}</strong>
    </p>
  );
}

/** Shown once the form is eligible: what happens next. */
export function PageEligible({ contexte, aRemplir: { formulaire, organisme, caf, decision } }: Contexte) {
  return (
    <Page contexte={contexte} titre="Votre organisme est éligible" largeur="etroite" fil={null}>
      <div className="pile">
        <Alerte ton="succes">
          Le formulaire d’éligibilité de {organisme.raisonSociale} est enregistré et complet. Ce lien ne sert
          plus.
        </Alerte>
        <Carte titre="La suite" id="suite">
          <ol>
            <li>
              {caf.nom} prépare la convention d’accès et le contrat de service à partir de vos réponses.
            </li>
            <li>Votre représentant légal et la Caf les signent.</li>
            <li>
              {formulaire.administrateurPrenom} {formulaire.administrateurNom} est prévenu de l’ouverture de
              son accès à Mon Compte Partenaire, à l’adresse {formulaire.administrateurCourriel}.
            </li>
          </ol>
          {decision && (
            <p className="discret">
              Décision du {dateFr(decision.dateReference)}, règles « {decision.jeu} » version{' '}
              {decision.versionRegle}.
            </p>
          )}
        </Carte>
      </div>
    </Page>
  );
}
