import {
  Bouton,
  BoutonDActe,
  Carte,
  ChampTexte,
  EtatVide,
  Formulaire,
  LienBouton,
  ListeResume,
  Page,
  Pourquoi,
  Tableau,
  erreurDe,
  texteDe,
  type Acte,
  type ContextePage,
  type Saisie,
} from '#src/portal/composants/index.ts';
import type { HabilitationTenue } from '#src/portal/utilisateurs/habilitations-tenues.tsx';
import { dateFr, telephoneFr } from '#src/kernel/francais.ts';

type PropsProfil = Readonly<{
  contexte: ContextePage;
  saisie: Saisie;
  utilisateur: Readonly<{
    version: number;
    identifiant: string;
    nom: string;
    prenom: string;
    courriel: string;
    telephone: string | null;
    ouvertLe: string;
    closLe: string | null;
  }>;
  fonctions: readonly string[];
  groupes: readonly string[];
  habilitations: readonly HabilitationTenue[];
  /** What one may not change of oneself, others may. */
  correction: Acte;
}>;

/** « Mon profil »: who one is, what one may do, one's phone and password. */
export function PageProfil({
  contexte,
  saisie,
  utilisateur,
  fonctions,
  groupes,
  habilitations,
  correction,
}: PropsProfil) {
  return (
    <Page
      contexte={contexte}
      titre="Mon profil"
      fil={[{ libelle: 'Mon profil' }]}
      enErreur={saisie.erreurs.length > 0}
      actions={
        <>
          <LienBouton href="/mot-de-passe" variante="secondaire" icone="cle">
            Changer mon mot de passe
          </LienBouton>
          <LienBouton href="/courriel" variante="secondaire">
            Changer mon adresse mail
          </LienBouton>
          <LienBouton href="/securite" variante="secondaire">
            Sécurité de mon compte
          </LienBouton>
        </>
      }
    >
      <div className="pile">
        <Carte titre="Mes informations" id="informations">
          <ListeResume
            lignes={[
              { terme: 'Identifiant', valeur: utilisateur.identifiant },
              { terme: 'Nom', valeur: utilisateur.nom },
              { terme: 'Prénom', valeur: utilisateur.prenom },
              { terme: 'Adresse mail', valeur: utilisateur.courriel },
              { terme: 'Téléphone', valeur: telephoneFr(utilisateur.telephone) },
              { terme: 'Date d’ouverture', valeur: dateFr(utilisateur.ouvertLe) },
              { terme: 'Date de clôture', valeur: dateFr(utilisateur.closLe) },
              { terme: 'Fonctions', valeur: fonctions.join(', ') },
              { terme: 'Groupe d’habilitation', valeur: groupes.join(', ') },
            ]}
          />
          <div className="acte-et-raison">
            <BoutonDActe acte={correction} groupe="correction" variante="secondaire" icone="crayon" />
            <Pourquoi groupe="correction" actes={[correction]} />
          </div>
        </Carte>
        <Carte titre="Modifier mon téléphone" id="telephone-carte">
          <Formulaire
            action="/partenaire/profil"
            erreurs={saisie.erreurs}
            caches={{ version: String(utilisateur.version) }}
          >
            <ChampTexte
              nom="telephone"
              libelle="Téléphone :"
              type="tel"
              largeur="courte"
              autoComplete="tel"
              longueurMax={40}
              valeur={texteDe(saisie, 'telephone')}
              erreur={erreurDe(saisie, 'telephone')}
              indice="Exemple : 01 23 45 67 89"
            />
            <div>
              <Bouton variante="secondaire">Enregistrer</Bouton>
            </div>
          </Formulaire>
        </Carte>
        <Tableau
          legende="Mes habilitations"
          lignes={habilitations}
          cle={(ligne) => ligne.id}
          colonnes={[
            { cle: 'role', titre: 'Rôle', enteteLigne: true, rendu: (ligne) => ligne.role },
            { cle: 'portee', titre: 'Activité ou lieu d’implantation', rendu: (ligne) => ligne.portee },
            { cle: 'debut', titre: 'Début d’habilitation', rendu: (ligne) => dateFr(ligne.debut) },
            { cle: 'fin', titre: 'Fin d’habilitation', rendu: (ligne) => dateFr(ligne.fin) },
            { cle: 'etat', titre: 'État', rendu: (ligne) => ligne.etat },
          ]}
          vide={
            <EtatVide icone="cle" titre="Aucun rôle ne vous est affecté.">
              Votre administrateur partenaire vous en affecte dans « Administration des profils ».
            </EtatVide>
          }
        />
      </div>
    </Page>
  );
}
