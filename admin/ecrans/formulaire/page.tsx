import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { instantFr } from '#src/kernel/francais.ts';
import type { Formulaire } from '#admin/definition/types/formulaire.ts';
import type { RessourceJson } from '#admin/definition/types/page.ts';
import type { ReponseAction } from '#admin/definition/types/formulaire.ts';
import { ChampDeFormulaire } from '#admin/ecrans/formulaire/champ.tsx';
import { ConflitDeVersion } from '#admin/ecrans/formulaire/conflit.tsx';
import { Consequences, Rappel, useConsequences } from '#admin/ecrans/formulaire/consequences.tsx';
import { Constats, Decisions } from '#admin/ui/decision.tsx';
import { Detail } from '#admin/ui/pourquoi.tsx';
import { adresses } from '#admin/ui/adresses.ts';
import { appeler, cheminAction } from '#admin/ui/api.ts';
import { useAvis } from '#admin/ui/avis.tsx';
import { session } from '#admin/ui/etat.ts';
import { useCopie, useGarde } from '#admin/ui/garde.ts';
import { Icone } from '#admin/ui/icones.tsx';
import { Attente, Introuvable, Page } from '#admin/ui/page.tsx';
import {
  memesValeurs,
  champsMontres,
  sections,
  enTete,
  sansLibelle,
  type Valeurs,
} from '#admin/ecrans/formulaire/valeurs.ts';

/** Screen of an action: the server describes the form, the command behind it answers. */
export function PageFormulaire({
  ressource,
  action,
  recordId,
}: {
  ressource: RessourceJson;
  action: string;
  recordId?: string;
}) {
  const [initiale, setInitiale] = useState<ReponseAction | 'introuvable' | undefined>();
  const [parametres] = useSearchParams();
  const { annoncer } = useAvis();
  const requete = parametres.toString();
  const chemin = cheminAction(ressource.id, action, recordId) + (requete ? `?${requete}` : '');
  useEffect(() => {
    const abandon = new AbortController();
    void appeler<ReponseAction>(chemin, { signal: abandon.signal }).then(({ statut, corps }) => {
      if (abandon.signal.aborted) return;
      if (statut === 404) return setInitiale('introuvable');
      if (corps.notice) annoncer(corps.notice);
      setInitiale(corps.formulaire ? corps : 'introuvable');
    });
    return () => abandon.abort();
  }, [chemin]);
  if (initiale === undefined) return <Attente />;
  if (initiale === 'introuvable' || !initiale.formulaire) return <Introuvable cle={chemin} />;
  const retour =
    recordId === undefined ? adresses.liste(ressource.id) : adresses.fiche(ressource.id, recordId);
  const fil = [
    { libelle: ressource.libelle, href: adresses.liste(ressource.id) },
    ...(recordId !== undefined && initiale.record ? [{ libelle: initiale.record.title, href: retour }] : []),
    { libelle: initiale.formulaire.titre },
  ];
  return (
    <Page titre={initiale.formulaire.titre} fil={fil} cle={chemin}>
      {initiale.formulaire.intro && <p className="intro">{initiale.formulaire.intro}</p>}
      {initiale.formulaire.rappel && <Rappel rappel={initiale.formulaire.rappel} />}
      {initiale.formulaire.decisions && <Decisions decisions={initiale.formulaire.decisions} />}
      {initiale.formulaire.pourquoi ? (
        <div className="avis avis--attention">
          <Icone nom="alerte" />
          <div>
            <p>{initiale.formulaire.pourquoi.raison}</p>
            <Detail explication={initiale.formulaire.pourquoi} />
          </div>
        </div>
      ) : (
        <Saisie formulaire={initiale.formulaire} chemin={chemin} retour={retour} />
      )}
    </Page>
  );
}

function Saisie({ formulaire, chemin, retour }: { formulaire: Formulaire; chemin: string; retour: string }) {
  const [valeurs, setValeurs] = useState<Valeurs>(formulaire.valeurs);
  // What is recorded, as this reader was last shown it.
  const [ouvertes, setOuvertes] = useState<Valeurs>(formulaire.valeurs);
  const [reponse, setReponse] = useState<ReponseAction>({});
  const [envoi, setEnvoi] = useState(false);
  const [consequences, setConsequences] = useConsequences(formulaire, chemin, valeurs);
  const [enregistrees, setEnregistrees] = useState<Valeurs>(formulaire.valeurs);
  const modifie = !memesValeurs(valeurs, enregistrees);
  const quitterSansDemander = useGarde(modifie);
  const saisie = useMemo(() => (modifie ? { valeurs, ouvertes } : null), [modifie, valeurs, ouvertes]);
  const { copie, reprise, oublier } = useCopie(chemin, saisie);
  const resume = useRef<HTMLDivElement>(null);
  const naviguer = useNavigate();
  const { annoncer, effacer } = useAvis();
  const champs = champsMontres(formulaire.champs, valeurs);

  const envoyer = async (envoyees: Valeurs) => {
    if (envoi) return;
    setEnvoi(true);
    effacer();
    const { statut, corps } = await appeler<ReponseAction>(chemin, {
      corps: consequences ? { ...envoyees, annonce: consequences.empreinte } : envoyees,
    });
    setEnvoi(false);
    if (statut >= 200 && statut < 300) {
      setEnregistrees(envoyees);
      oublier();
    }
    if (statut >= 200 && statut < 300 && corps.redirectUrl) {
      annoncer(corps.notice);
      return naviguer(corps.redirectUrl, { state: { garderAvis: true } });
    }
    setReponse(corps);
    if (corps.formulaire?.consequences) setConsequences(corps.formulaire.consequences);
    if (statut === 200) return annoncer(corps.notice);
  };
  const valider = (evenement: FormEvent) => {
    evenement.preventDefault();
    void envoyer(valeurs);
  };

  const erreurs = reponse.record?.errors ?? {};
  const signales = champs.filter(({ nom }) => erreurs[nom]);
  const enEchec = reponse.notice?.type === 'error';
  useEffect(() => resume.current?.focus(), [reponse]);
  return (
    <form className="formulaire" onSubmit={valider} noValidate>
      {enEchec && (
        <div className="avis avis--erreur" role="alert" tabIndex={-1} ref={resume}>
          <Icone nom="alerte" />
          <div>
            <p>
              {enTete(
                signales.map(({ nom }) => erreurs[nom]?.message),
                reponse.notice?.message,
              )}
            </p>
            {signales.length > 0 && (
              <ul>
                {signales.map(({ nom, libelle }) => (
                  <li key={nom}>
                    <a href={`#champ-${nom}`} onClick={viser(nom)}>
                      {libelle}
                    </a>{' '}
                    : {sansLibelle(libelle, erreurs[nom]?.message ?? '')}
                  </li>
                ))}
              </ul>
            )}
          </div>
        </div>
      )}
      {copie && !memesValeurs(copie.contenu.valeurs, valeurs) && (
        <div className="avis avis--info" role="status">
          <Icone nom="info" />
          <div>
            <p>
              Une saisie faite ici dans cet onglet, le {instantFr(copie.le, session.fuseau)}, n’a pas été
              enregistrée.
            </p>
            <div className="formulaire-actions">
              <button type="button" className="bouton" onClick={oublier}>
                L’oublier
              </button>
              <button
                type="button"
                className="bouton bouton--principal"
                onClick={() => {
                  setValeurs(copie.contenu.valeurs);
                  setOuvertes(copie.contenu.ouvertes);
                  reprise();
                }}
              >
                Reprendre la saisie
              </button>
            </div>
          </div>
        </div>
      )}
      {reponse.conflit && (
        <ConflitDeVersion
          key={JSON.stringify(reponse.conflit)}
          conflit={reponse.conflit}
          ouvertes={ouvertes}
          saisies={valeurs}
          retour={retour}
          abandonner={() => {
            oublier();
            quitterSansDemander();
            window.location.reload();
          }}
          enregistrer={(choisies) => {
            setOuvertes({
              ...ouvertes,
              ...Object.fromEntries(
                reponse.conflit?.differences.map(({ nom, valeur }) => [nom, valeur]) ?? [],
              ),
            });
            setValeurs(choisies);
            void envoyer(choisies);
          }}
        />
      )}
      {reponse.constats && <Constats constats={reponse.constats} />}
      {champs.some(({ obligatoire }) => obligatoire) && (
        <p className="mention">Les champs marqués d’un astérisque (*) sont obligatoires.</p>
      )}
      {sections(champs).map(({ titre, champs: contenu }) => {
        const grille = (
          <div className="grille">
            {contenu.map((champ) => (
              <ChampDeFormulaire
                key={champ.nom}
                champ={champ}
                id={`champ-${champ.nom}`}
                valeur={valeurs[champ.nom]}
                libelle={formulaire.libelles?.[champ.nom]}
                erreur={erreurs[champ.nom]?.message}
                changer={(valeur) => setValeurs((precedentes) => ({ ...precedentes, [champ.nom]: valeur }))}
              />
            ))}
          </div>
        );
        return titre ? (
          <section key={titre} className="carte" aria-label={titre}>
            <h2>{titre}</h2>
            {grille}
          </section>
        ) : (
          <div key="" className="carte">
            {grille}
          </div>
        );
      })}
      {consequences && <Consequences consequences={consequences} />}
      <div className="formulaire-actions">
        <Link className="bouton" to={retour}>
          Annuler
        </Link>
        <button
          type="submit"
          className={formulaire.danger ? 'bouton bouton--danger' : 'bouton bouton--principal'}
          aria-disabled={envoi}
        >
          {envoi ? 'Enregistrement…' : formulaire.bouton}
        </button>
      </div>
    </form>
  );
}

function viser(nom: string) {
  return (evenement: React.MouseEvent) => {
    evenement.preventDefault();
    document.getElementById(`champ-${nom}`)?.focus();
  };
}
