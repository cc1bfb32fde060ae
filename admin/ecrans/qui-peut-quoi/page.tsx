import { useSearchParams } from 'react-router-dom';
import { ecran } from '#admin/ecrans/qui-peut-quoi/client.ts';
import { PageDEcran } from '#admin/ui/ecran.tsx';
import { Page } from '#admin/ui/page.tsx';
import { Tableau } from '#admin/ui/tableau.tsx';

/** Who may do what, as the running application asks it. */
export function QuiPeutQuoi() {
  const [, setParametres] = useSearchParams();
  return (
    <Page titre="Qui peut quoi" cle="qui-peut-quoi" fil={[{ libelle: 'Qui peut quoi' }]}>
      <p className="intro">
        Les droits de l’application, et les écrans qui les demandent. La portée vient avec le rôle : un agent
        voit sa Caf, un utilisateur son organisme, et un rôle n’ouvre que les équipements où il est donné.
      </p>
      <PageDEcran ecran={ecran}>
        {({ role, roles, droits, publiques }) => (
          <>
            <div className="carte formulaire">
              <div className="champ">
                <label htmlFor="role">Rôle</label>
                <select
                  id="role"
                  aria-describedby="role-aide"
                  value={role}
                  onChange={({ target }) => setParametres(target.value === '' ? {} : { role: target.value })}
                >
                  <option value="">Tous les rôles</option>
                  {roles.map(({ valeur, libelle }) => (
                    <option key={valeur} value={valeur}>
                      {libelle}
                    </option>
                  ))}
                </select>
                <p id="role-aide" className="champ-aide">
                  Ce que le rôle ouvre par lui-même. Un responsable de la Caf est aussi gestionnaire ; les
                  rôles d’un partenaire s’ajoutent à ceux de tous ses utilisateurs.
                </p>
              </div>
            </div>
            <Tableau table={droits} />
            {role === '' && <Tableau table={publiques} />}
          </>
        )}
      </PageDEcran>
    </Page>
  );
}
