import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { cellule, formaterEnListe } from '#admin/definition/affichage.ts';
import { compter } from '#src/kernel/francais.ts';
import type { RessourceJson } from '#admin/definition/types/page.ts';
import type { ReponseListe } from '#admin/definition/liste.ts';
import { Filtres } from '#admin/ecrans/liste/filtres.tsx';
import { Pagination } from '#admin/ecrans/liste/pagination.tsx';
import { BoutonFerme, Pourquoi, useRaisons } from '#admin/ui/pourquoi.tsx';
import { adresses } from '#admin/ui/adresses.ts';
import { appeler, cheminAction } from '#admin/ui/api.ts';
import { session } from '#admin/ui/etat.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Page } from '#admin/ui/page.tsx';
import { NUMERIQUES, Valeur } from '#admin/ui/valeur.tsx';

type Etat = { readonly reponse?: ReponseListe; readonly charge: boolean; readonly echec?: string };

export function PageListe({ ressource }: { ressource: RessourceJson }) {
  const [parametres, setParametres] = useSearchParams();
  const [etat, setEtat] = useState<Etat>({ charge: false });
  const { annoncer } = useAvis();
  const requete = parametres.toString();

  useEffect(() => {
    const abandon = new AbortController();
    setEtat((precedent) => ({ ...precedent, charge: false }));
    void appeler<ReponseListe>(`${cheminAction(ressource.id, 'list')}?${requete}`, {
      signal: abandon.signal,
    }).then(({ statut, corps }) => {
      if (abandon.signal.aborted) return;
      const { records, meta, fermees, notice } = corps;
      if (statut === 200 && records && meta && fermees)
        setEtat({ charge: true, reponse: { records, meta, fermees } });
      else setEtat({ charge: true, echec: notice?.message });
      if (notice && statut === 200) annoncer(notice);
    });
    return () => abandon.abort();
  }, [ressource.id, requete]);

  const statut = useRef<HTMLParagraphElement>(null);
  const montree = useRef({ requete, page: parametres.get('page') });
  useEffect(() => {
    if (montree.current.requete === requete) return;
    const page = parametres.get('page');
    if (page !== montree.current.page) statut.current?.scrollIntoView({ block: 'start' });
    montree.current = { requete, page };
    // What asked for it may be gone with it, as the button that takes a filter off.
    if (document.activeElement === null || document.activeElement === document.body)
      statut.current?.focus({ preventScroll: true });
  }, [requete]);

  /** Any change of filter or order goes back to the first page. */
  const modifier = (changements: Readonly<Record<string, string>>) => {
    const suivants = new URLSearchParams(parametres);
    for (const place of ['page', 'apres', 'avant']) suivants.delete(place);
    for (const [nom, valeur] of Object.entries(changements)) {
      if (valeur === '') suivants.delete(nom);
      else suivants.set(nom, valeur);
    }
    setParametres(suivants);
  };

  const { reponse, charge, echec } = etat;
  const total = reponse?.meta.total ?? 0;
  return (
    <Page
      titre={ressource.libelle}
      fil={[{ libelle: ressource.libelle }]}
      cle={ressource.id}
      actions={reponse && <ActionsDeListe ressource={ressource} fermees={reponse.fermees} />}
    >
      {ressource.description && <p className="intro">{ressource.description}</p>}
      <Filtres ressource={ressource} parametres={parametres} modifier={modifier} remplacer={setParametres} />
      {echec && (
        <div className="avis avis--erreur" role="alert">
          <Icone nom="alerte" />
          <p>{echec}</p>
        </div>
      )}
      {!reponse && !echec && <Attente />}
      {reponse && !echec && (
        <>
          <p className="total" role="status" tabIndex={-1} ref={statut}>
            {charge ? `${reponse.meta.exact ? '' : 'Plus de '}${compter(total, 'résultat')}` : 'Chargement…'}
          </p>
          {total === 0 ? (
            <p className="vide">
              {requete
                ? 'Aucun résultat ne répond à votre recherche. Élargissez les filtres ou réinitialisez-les.'
                : `Il n’y a encore rien ici.`}
            </p>
          ) : (
            <TableListe ressource={ressource} reponse={reponse} enCours={!charge} modifier={modifier} />
          )}
          <Pagination meta={reponse.meta} modifier={modifier} />
        </>
      )}
    </Page>
  );
}

function ActionsDeListe({
  ressource,
  fermees,
}: {
  ressource: RessourceJson;
  fermees: ReponseListe['fermees'];
}) {
  const raisonDe = useRaisons();
  const pourquoiDe = (nom: string) => fermees.find((fermee) => fermee.nom === nom)?.pourquoi;
  return (
    <>
      {ressource.actionsDeListe.map(({ nom, libelle, principale }) => {
        const classe = principale ? 'bouton bouton--principal' : 'bouton';
        const contenu = (
          <>
            {principale && <Icone nom="plus" />}
            {libelle}
          </>
        );
        return pourquoiDe(nom) ? (
          <BoutonFerme key={nom} classe={classe} raison={raisonDe(nom)}>
            {contenu}
          </BoutonFerme>
        ) : (
          <Link key={nom} className={classe} to={adresses.action(ressource.id, nom)}>
            {contenu}
          </Link>
        );
      })}
      <Pourquoi
        raisonDe={raisonDe}
        actes={ressource.actionsDeListe.flatMap(({ nom, libelle }) => {
          const pourquoi = pourquoiDe(nom);
          return pourquoi ? [{ nom, libelle, pourquoi }] : [];
        })}
      />
    </>
  );
}

function TableListe({
  ressource,
  reponse,
  enCours,
  modifier,
}: {
  ressource: RessourceJson;
  reponse: ReponseListe;
  enCours: boolean;
  modifier: (changements: Readonly<Record<string, string>>) => void;
}) {
  const { sortBy, direction } = reponse.meta;
  return (
    <div
      className="table-cadre"
      aria-busy={enCours}
      role="region"
      aria-label={ressource.libelle}
      tabIndex={0}
    >
      <table>
        <caption className="lecteur">{ressource.libelle}</caption>
        <thead>
          <tr>
            {ressource.colonnes.map(({ nom, libelle, triable, genre }) => {
              const trie = sortBy === nom;
              const sens = trie && direction === 'asc' ? 'desc' : 'asc';
              return (
                <th
                  key={nom}
                  scope="col"
                  className={NUMERIQUES.has(genre) ? 'nombre' : undefined}
                  aria-sort={trie ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
                >
                  {triable ? (
                    <button
                      type="button"
                      className="tri"
                      onClick={() => modifier({ sortBy: nom, direction: sens })}
                    >
                      {libelle}
                      <Icone nom={trie ? (direction === 'asc' ? 'haut' : 'bas') : 'tri'} />
                    </button>
                  ) : (
                    libelle
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {reponse.records.map((enregistrement) => (
            <tr key={enregistrement.id}>
              {ressource.colonnes.map((colonne, rang) => {
                const lue = cellule(colonne, enregistrement.params, enregistrement.populated);
                const classe = NUMERIQUES.has(colonne.genre) ? 'nombre' : `cellule-${colonne.genre}`;
                return rang === 0 ? (
                  <th key={colonne.nom} scope="row" data-libelle={colonne.libelle}>
                    <Link to={adresses.fiche(ressource.id, enregistrement.id)}>
                      {lue.libelle ?? formaterEnListe(lue.genre, lue.valeur, session.fuseau)}
                    </Link>
                  </th>
                ) : (
                  <td key={colonne.nom} data-libelle={colonne.libelle} className={classe}>
                    <Valeur cellule={lue} enListe />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
