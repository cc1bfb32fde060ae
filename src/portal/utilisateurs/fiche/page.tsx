import {
  BoutonDActe,
  Carte,
  EtatVide,
  ListeResume,
  MenuDActes,
  Page,
  Pourquoi,
  Tableau,
  type ContextePage,
} from '#src/portal/composants/index.ts';
import { dateFr, telephoneFr } from '#src/kernel/francais.ts';
import type { HabilitationTenue } from '#src/portal/utilisateurs/habilitations-tenues.tsx';
import {
  FIL_UTILISATEURS,
  nomDe,
  StatutDe,
  type LigneUtilisateur,
} from '#src/portal/utilisateurs/utilisateur.tsx';

type PropsFiche = Readonly<{
  contexte: ContextePage;
  utilisateur: LigneUtilisateur;
  poste: string;
  groupes: readonly string[];
  habilitations: readonly HabilitationTenue[];
}>;

/** A user's card: who he is, since when, and everything he may do. */
export function PageUtilisateur({ contexte, utilisateur, poste, groupes, habilitations }: PropsFiche) {
  return (
    <Page
      contexte={contexte}
      titre={nomDe(utilisateur)}
      fil={[...FIL_UTILISATEURS, { libelle: nomDe(utilisateur) }]}
      actions={
        <>
          <MenuDActes
            libelle="Autres actions"
            complement={`pour ${nomDe(utilisateur)}`}
            groupe={utilisateur.id}
            actes={utilisateur.actes}
          />
          {utilisateur.fiche.map((acte) => (
            <BoutonDActe
              key={acte.nom}
              acte={acte}
              groupe={utilisateur.id}
              variante={acte.nom === 'modifier' ? 'secondaire' : 'discret'}
              icone={acte.nom === 'modifier' ? 'crayon' : 'poubelle'}
            />
          ))}
          <Pourquoi groupe={utilisateur.id} actes={utilisateur.fiche} />
        </>
      }
    >
      <div className="pile">
        <Carte titre="Identité et accès" id="identite">
          <ListeResume
            lignes={[
              { terme: 'Identifiant', valeur: utilisateur.identifiant },
              { terme: 'Adresse mail', valeur: utilisateur.courriel },
              { terme: 'Téléphone', valeur: telephoneFr(utilisateur.telephone) },
              {
                terme: 'Statut',
                valeur: (
                  <>
                    <StatutDe statut={utilisateur.statut} />
                    {utilisateur.precision && <span className="precision">{utilisateur.precision}</span>}
                  </>
                ),
              },
              { terme: 'Date d’ouverture', valeur: dateFr(utilisateur.ouvertLe) },
              { terme: 'Date de clôture', valeur: dateFr(utilisateur.closLe) },
              { terme: 'Poste de travail', valeur: poste },
              { terme: 'Groupe d’habilitation', valeur: groupes.join(', ') },
            ]}
          />
        </Carte>
        <Tableau
          legende="Habilitations de cet utilisateur"
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
            <EtatVide icone="cle" titre="Aucun rôle n’est affecté à cet utilisateur.">
              Il peut se connecter mais ne peut encore rien déclarer.
            </EtatVide>
          }
        />
      </div>
    </Page>
  );
}
